using Microsoft.ML.OnnxRuntime;
using MLSeq.Graphs;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Scoring;

public sealed class OnnxSequenceScorerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlseq-scorer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Results_are_in_the_order_of_the_rows_whatever_the_batches()
    {
        byte[] model = SumOfIds().ToArray();
        var random = new Random(8);
        int[][] rows = [.. Enumerable.Range(0, 500).Select(_ => Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(100)).ToArray())];
        long[] expected = [.. rows.Select(r => (long)r.Sum())];
        foreach (var (batch, window, threads) in new[] { (1, 1, 1), (7, 20, 2), (32, 2048, 0), (1000, 1000, 1) })
        {
            using var scorer = new OnnxSequenceScorer(model, new OnnxScorerOptions { BatchSize = batch, WindowSize = window, Threads = threads });
            Assert.Equal(expected, scorer.Score(rows).Integers("Sum").ToArray());
        }
    }

    [Fact]
    public void No_rows_give_no_results()
    {
        using var scorer = new OnnxSequenceScorer(SumOfIds().ToArray());

        var scores = scorer.Score(Array.Empty<int[]>());

        Assert.Equal(0, scores.Rows);
        Assert.Empty(scores.Integers("Sum").ToArray());
    }

    [Fact]
    public void Many_threads_may_use_one_scorer()
    {
        using var scorer = new OnnxSequenceScorer(SumOfIds().ToArray(), new OnnxScorerOptions { BatchSize = 4 });
        Parallel.For(0, 50, i =>
        {
            int[][] rows = [.. Enumerable.Range(0, 40).Select(j => Enumerable.Repeat(i, j).ToArray())];
            Assert.Equal(Enumerable.Range(0, 40).Select(j => (long)i * j), scorer.Score(rows).Integers("Sum").ToArray());
        });
    }

    [Fact]
    public void A_model_that_says_nothing_of_padding_gets_none()
    {
        // the minimum over time would see a padding of zeros
        var graph = new OnnxGraph();
        var x = graph.Input("X", OnnxElementType.Float, "N", "T");
        graph.Output("Max", graph.ReduceMax(x, 1), OnnxElementType.Float, "N");
        byte[] model = graph.ToArray();
        float[][] rows = [[-3f], [-1f, -2f], [-5f, -4f, -6f], [-7f]];

        using var scorer = new OnnxSequenceScorer(model);
        Assert.Equal([-3f, -1, -4, -7], scorer.Score(rows).Floats("Max").ToArray());

        using var padding = new OnnxSequenceScorer(model, new OnnxScorerOptions { Padding = -100 });
        Assert.Equal([-3f, -1, -4, -7], padding.Score(rows).Floats("Max").ToArray());
    }

    [Fact]
    public void Rows_of_outputs_with_time_steps_end_where_the_row_does()
    {
        var graph = new OnnxGraph();
        var ids = TextGraph.PaddedIds(graph, graph.Input("Ids", OnnxElementType.Int64, "N", "T"));
        graph.Output("Same", ids.Values, OnnxElementType.Int64, "N", "T");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        var scores = scorer.Score([[1, 2, 3], [4], [5, 6]]);

        Assert.Equal([1L, 2, 3], scores.Integers("Same", 0).ToArray());
        Assert.Equal([4L], scores.Integers("Same", 1).ToArray());
        Assert.Equal([5L, 6], scores.Integers("Same", 2).ToArray());
        Assert.Contains("differ in width", Assert.Throws<ArgumentException>(() => scores.Integers("Same").Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_padded_and_their_lengths_filled_in()
    {
        var graph = new OnnxGraph();
        var frames = TextGraph.PaddedFrames(
            graph, graph.Input("Frames", OnnxElementType.Float, "N", "T", "2"), graph.Input("Lengths", OnnxElementType.Int64, "N"));
        graph.Output("Sum", graph.ReduceSum(frames.Values, 1), OnnxElementType.Float, "N", "2");
        graph.Output("Used", frames.Lengths, OnnxElementType.Int32, "N");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        var scores = scorer.Score([[1f, 2, 10, 20], [], [5f, 6]]);

        Assert.Equal([("Frames", null, 2)], scorer.Inputs.Select(i => (i.Name, i.Width, i.StepSize)));
        Assert.Equal([11f, 22, 0, 0, 5, 6], scores.Floats("Sum").ToArray());
        Assert.Equal([2L, 1, 1], scores.Integers("Used").ToArray());
    }

    [Fact]
    public void Several_inputs_are_given_by_name()
    {
        var graph = new OnnxGraph();
        var text = graph.Input("Text", OnnxElementType.String, "N", "1");
        var number = graph.Input("Number", OnnxElementType.Float, "N", "2");
        var tokens = graph.Input("Tokens", OnnxElementType.String, "N", "T");
        graph.Output("Text2", text, OnnxElementType.String, "N", "1");
        graph.Output("Number2", number, OnnxElementType.Float, "N", "2");
        graph.Output("Tokens2", tokens, OnnxElementType.String, "N", "T");
        using var scorer = new OnnxSequenceScorer(graph.ToArray(), new OnnxScorerOptions { Padding = 0 });
        var inputs = new Dictionary<string, OnnxRows>
        {
            ["Text"] = OnnxRows.Texts(["a", "b"]),
            ["Number"] = OnnxRows.Numbers([[1, 2], [3, 4]]),
            ["Tokens"] = OnnxRows.Tokens([["x"], ["y", "z"]]),
        };

        var scores = scorer.Score(inputs);

        Assert.Equal(["a", "b"], scores.Strings("Text2"));
        Assert.Equal([1f, 2, 3, 4], scores.Floats("Number2").ToArray());
        Assert.Equal(["x"], scores.Strings("Tokens2", 0).ToArray());
        Assert.Equal(["y", "z"], scores.Strings("Tokens2", 1).ToArray());
        inputs.Remove("Number");
        Assert.Contains("'Number'", Assert.Throws<ArgumentException>(() => scorer.Score(inputs)).Message, StringComparison.Ordinal);
        inputs["Number"] = OnnxRows.Numbers([[1, 2]]);
        Assert.Contains("1 rows, 'Text' 2", Assert.Throws<ArgumentException>(() => scorer.Score(inputs)).Message, StringComparison.Ordinal);
        inputs["Other"] = OnnxRows.Numbers([[1, 2]]);
        Assert.Contains("no input 'Other'", Assert.Throws<ArgumentException>(() => scorer.Score(inputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_the_wrong_kind_are_refused_with_the_file_the_input_and_both_types()
    {
        string path = Path.Combine(_folder, "sum.onnx");
        SumOfIds().Save(path);
        using var scorer = new OnnxSequenceScorer(path);

        string message = Assert.Throws<ArgumentException>(() => scorer.Score(["a text"])).Message;
        Assert.Contains("sum.onnx", message, StringComparison.Ordinal);
        Assert.Contains("'Ids'", message, StringComparison.Ordinal);
        Assert.Contains("Int64 [N, ?]", message, StringComparison.Ordinal);
        Assert.Contains("texts were given", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => scorer.Score([[1f]]));
        Assert.Contains("no output 'Other'; it has 'Sum'", Assert.Throws<ArgumentException>(() => scorer.Score([[1]]).Integers("Other").Length).Message, StringComparison.Ordinal);
        Assert.Contains("holds Int64, not Single", Assert.Throws<ArgumentException>(() => scorer.Score([[1]]).Floats("Sum").Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_models_are_refused_by_name()
    {
        string path = Path.Combine(_folder, "broken.onnx");
        Assert.Throws<FileNotFoundException>(() => new OnnxSequenceScorer(path));
        byte[] whole = SumOfIds().ToArray();
        foreach (byte[] content in new[] { [], "not a model"u8.ToArray(), whole[..(whole.Length / 2)] })
        {
            File.WriteAllBytes(path, content);
            Assert.Contains("broken.onnx", Assert.Throws<InvalidDataException>(() => new OnnxSequenceScorer(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rows_that_the_model_fails_on_are_named()
    {
        var graph = new OnnxGraph();
        var ids = graph.Input("Ids", OnnxElementType.Int64, "N", "T");
        graph.Output("Y", graph.Gather(graph.Constant("table", [1f, 2f], 2), ids), OnnxElementType.Float, "N", "T");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());

        Assert.Contains(
            "among them row 1", Assert.Throws<InvalidOperationException>(() => scorer.Score([[0], [1, 5]])).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Without_cuda_the_scorer_says_so_once_and_runs_on_the_cpu()
    {
        Skip.If(OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"), "ONNX Runtime has CUDA here");
        List<string> log = [];
        using var scorer = new OnnxSequenceScorer(SumOfIds().ToArray(), new OnnxScorerOptions { Cuda = new CudaOptions(), Log = log.Add });
        scorer.Score([[1, 2]]);
        scorer.Score([[3]]);

        Assert.Equal("cpu", scorer.Device);
        string message = Assert.Single(log);
        Assert.Contains("cuda:0 cannot be used", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Without_cuda_and_fallback_the_scorer_is_not_made()
    {
        Skip.If(OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"), "ONNX Runtime has CUDA here");
        var options = new OnnxScorerOptions { Cuda = new CudaOptions(), FallbackToCpu = false };

        var error = Assert.Throws<InvalidOperationException>(() => new OnnxSequenceScorer(SumOfIds().ToArray(), options));

        Assert.Contains("cuda:0", error.Message, StringComparison.Ordinal);
        Assert.Contains("FallbackToCpu", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2048, 0, 0, null, "BatchSize is 0")]
    [InlineData(32, 16, 0, 0, null, "WindowSize is 16; expected at least BatchSize, 32")]
    [InlineData(32, 2048, -1, 0, null, "Threads is -1")]
    [InlineData(32, 2048, 0, -1, null, "WarmUp is -1")]
    [InlineData(32, 2048, 0, 0, -1, "DeviceId is -1")]
    public void Impossible_options_are_refused(int batch, int window, int threads, int warmUp, int? gpu, string expected)
    {
        var options = new OnnxScorerOptions
        {
            BatchSize = batch,
            WindowSize = window,
            Threads = threads,
            WarmUp = warmUp,
            Cuda = gpu is { } id ? new CudaOptions(id) : null,
        };
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new OnnxSequenceScorer(SumOfIds().ToArray(), options)).Message, StringComparison.Ordinal);
        options = new OnnxScorerOptions { Cuda = new CudaOptions { MemoryLimit = 0 } };
        Assert.Contains("MemoryLimit is 0", Assert.Throws<ArgumentException>(() => new OnnxSequenceScorer(SumOfIds().ToArray(), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_count_rows_batches_and_padding()
    {
        using var scorer = new OnnxSequenceScorer(SumOfIds().ToArray(), new OnnxScorerOptions { BatchSize = 2 });
        Assert.Equal(new ScorerMetrics(0, 0, 0, 0, "cpu"), scorer.Metrics);

        // 4 and 2 steps in one run: 2 of 8 are padding; an empty row is one step.
        scorer.Score([[1, 2, 3, 4], [5, 6]]);
        scorer.Score([Array.Empty<int>()]);

        var metrics = scorer.Metrics;
        Assert.Equal((3, 2, "cpu"), (metrics.Rows, metrics.Batches, metrics.Device));
        Assert.Equal(2 / 9.0, metrics.PaddingShare, 1e-9);
        Assert.True(metrics.Seconds > 0);
        Assert.Equal(3 / metrics.Seconds, metrics.RowsPerSecond, 1e-6);
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        using var scorer = new OnnxSequenceScorer(SumOfIds().ToArray());
        Assert.ThrowsAny<OperationCanceledException>(() => scorer.Score([[1]], new CancellationToken(canceled: true)));
    }

    internal static OnnxGraph SumOfIds()
    {
        var graph = new OnnxGraph();
        var ids = TextGraph.PaddedIds(graph, graph.Input("Ids", OnnxElementType.Int64, "N", "T"));
        graph.Output("Sum", graph.ReduceSum(ids.Values, 1), OnnxElementType.Int64, "N");
        return graph;
    }
}
