using Microsoft.ML.OnnxRuntime;
using MLSeq.Graphs;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Graphs;

public sealed class OnnxGraphTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlseq-onnx").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_file_runs_and_says_what_it_was_told_to()
    {
        string path = Path.Combine(_folder, "model.onnx");
        var graph = Doubling();
        graph.Metadata["author"] = "somebody";
        graph.Description = "Doubles";
        graph.Save(path);
        graph.Save(path);

        using var session = new InferenceSession(path);
        Assert.Equal("somebody", session.ModelMetadata.CustomMetadataMap["author"]);
        Assert.Equal("Doubles", session.ModelMetadata.Description);
        Assert.Equal("MLSeq", session.ModelMetadata.ProducerName);
        using var scorer = new OnnxSequenceScorer(path);
        Assert.Equal([2f, 4, -6, 0], scorer.Score([[1f, 2], [-3f, 0]]).Floats("Y").ToArray());
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_nothing_else()
    {
        string path = Path.Combine(_folder, "folder");
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<Exception>(() => Doubling().Save(path));

        Assert.Empty(Directory.GetFiles(_folder));
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public void Names_are_made_unique_and_inputs_and_outputs_keep_theirs()
    {
        var graph = new OnnxGraph();
        var x = graph.Input("X", OnnxElementType.Float, "N");
        var a = graph.Constant("c", [1f], 1);
        var b = graph.Constant("c", [2f], 1);

        Assert.NotEqual(a, b);
        Assert.NotEqual(graph.Add(x, a), graph.Add(x, a));
        Assert.Throws<ArgumentException>(() => graph.Input("X", OnnxElementType.Float, "N"));
        Assert.Throws<ArgumentException>(() => graph.Output("X", b, OnnxElementType.Float, "N"));
    }

    [Fact]
    public void Equal_constants_are_one()
    {
        var graph = new OnnxGraph();
        float[] values = [.. Enumerable.Range(0, 5000).Select(n => (float)n)];
        var first = graph.Constant("a", values, 5000);

        Assert.Equal(first, graph.Constant("b", values, 5000));
        Assert.NotEqual(first, graph.Constant("b", values, 50, 100));
        values[^1] = 0;
        Assert.NotEqual(first, graph.Constant("b", values, 5000));
        Assert.NotEqual(graph.Constant("zero", [0f]), graph.Constant("zero", [0]));
    }

    [Fact]
    public void Constants_of_every_type_reach_the_runtime()
    {
        var graph = new OnnxGraph();
        var row = graph.Input("Row", OnnxElementType.Int64, "N");
        graph.Output("Float", graph.Gather(graph.Constant("f", [0.5f, -1.5f], 2), row), OnnxElementType.Float, "N");
        graph.Output("Long", graph.Gather(graph.Constant("l", [long.MinValue, 7], 2), row), OnnxElementType.Int64, "N");
        graph.Output("Int", graph.Gather(graph.Constant("i", [int.MinValue, 8], 2), row), OnnxElementType.Int32, "N");
        graph.Output("String", graph.Gather(graph.Constant("s", ["é\0中", ""], 2), row), OnnxElementType.String, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        var scores = scorer.Score([[1], [0]]);

        Assert.Equal([-1.5f, 0.5f], scores.Floats("Float").ToArray());
        Assert.Equal([7, long.MinValue], scores.Integers("Long").ToArray());
        Assert.Equal([8, int.MinValue], scores.Integers("Int").ToArray());
        Assert.Equal(["", "é\0中"], scores.Strings("String"));
    }

    [Fact]
    public void A_loop_runs_until_its_condition_fails_and_sees_what_is_outside()
    {
        var graph = new OnnxGraph();
        var x = graph.Input("X", OnnxElementType.Float, "N");
        var factor = graph.Constant("factor", [3f]);
        var limit = graph.Constant("limit", [100f]);
        GraphValue Below(GraphValue v) => graph.Node("Less", graph.Node("ReduceMax", string.Empty, [v], new GraphAttribute("keepdims", 0L)), limit);
        var result = graph.While(Below(x), [(x, OnnxElementType.Float)], v =>
        {
            var next = graph.Node("Mul", v[0], factor);
            return (Below(next), [next]);
        });
        graph.Output("Y", result[0], OnnxElementType.Float, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        Assert.Equal([243f], scorer.Score([[1f]]).Floats("Y").ToArray());
        Assert.Equal([500f], scorer.Score([[500f]]).Floats("Y").ToArray());
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused() =>
        Assert.Contains("'weights' has 3 elements", Assert.Throws<ArgumentException>(() => new OnnxGraph().Constant("weights", [1f, 2, 3], 2, 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_attribute_of_an_unknown_type_is_refused() =>
        Assert.Contains("'axis' of Softmax is a Int32", Assert.Throws<ArgumentException>(() =>
            new OnnxGraph().Operator("Softmax", [GraphValue.None], 1, string.Empty, new GraphAttribute("axis", 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void More_than_two_gigabytes_are_no_array()
    {
        var graph = new OnnxGraph();
        float[] part = new float[1 << 28];
        graph.Constant("first", part, part.Length);
        part[^1] = 1;

        graph.Constant("second", part, part.Length);

        var error = Assert.Throws<NotSupportedException>(graph.ToArray);

        Assert.Contains("2 GiB", error.Message, StringComparison.Ordinal);
    }

    private static OnnxGraph Doubling()
    {
        var graph = new OnnxGraph();
        var x = graph.Input("X", OnnxElementType.Float, "N", "2");
        graph.Output("Y", graph.Add(x, x), OnnxElementType.Float, "N", "2");
        return graph;
    }
}
