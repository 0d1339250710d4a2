using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Graphs;
using MLSeq.Onnx;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Tests.Onnx;

public sealed class SeveralInputsTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public SeveralInputsTests()
    {
        // Text, a number, a flag, an integer of 64 bits, a number of double precision and a vector: as they are, so that each row shows what went in.
        var graph = new OnnxGraph();
        Copy(graph, "Text", OnnxElementType.String, "N");
        Copy(graph, "Number", OnnxElementType.Float, "N");
        Copy(graph, "IsFirst", OnnxElementType.Bool, "N");
        Copy(graph, "Whole", OnnxElementType.Int64, "N");
        Copy(graph, "Pair", OnnxElementType.Float, "N", "2");
        var precise = graph.Input("Precise", OnnxElementType.Double, "N");
        graph.Output("PreciseOut", graph.CastToFloat(precise), OnnxElementType.Float, "N");
        graph.Save(_folder["model.onnx"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_of_all_types_fill_the_inputs_of_their_names()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        using var scoring = _ml.Transforms.ApplySequenceOnnxModel(new SequenceOnnxScoringOptions { ModelFile = _folder["model.onnx"], BatchSize = 3, WindowSize = 7 }).Fit(data);
        AssertCopied(scoring.Transform(data));

        _ml.Model.Save(scoring, data.Schema, _folder["model.zip"]);
        AssertCopied(new MLContext().Model.Load(_folder["model.zip"], out _).Transform(data));
    }

    [Fact]
    public void Other_columns_fill_inputs_that_are_mapped_to_them_in_loaded_models_too()
    {
        var data = _ml.Transforms.CopyColumns("Body", "Text").Fit(_ml.Data.LoadFromEnumerable(Rows())).Transform(_ml.Data.LoadFromEnumerable(Rows()));
        data = _ml.Transforms.DropColumns("Text").Fit(data).Transform(data);
        var options = new SequenceOnnxScoringOptions { ModelFile = _folder["model.onnx"], InputColumnNames = { ["Text"] = "Body" } };
        using var scoring = _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data);
        AssertCopied(scoring.Transform(data));
        _ml.Model.Save(scoring, data.Schema, _folder["model.zip"]);
        AssertCopied(new MLContext().Model.Load(_folder["model.zip"], out _).Transform(data));
    }

    [Fact]
    public void Columns_of_other_types_and_names_without_input_are_refused_by_name()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        var mapped = new SequenceOnnxScoringOptions { ModelFile = _folder["model.onnx"], InputColumnNames = { ["Pair"] = "Number" } };
        var mistyped = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplySequenceOnnxModel(mapped).Fit(data));
        Assert.Contains("'Number' is Single; expected Vector of Single of size 2", mistyped.Message, StringComparison.Ordinal);

        var one = new SequenceOnnxScoringOptions { ModelFile = _folder["model.onnx"], InputColumnName = "Text" };
        Assert.Contains("InputColumnNames", Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplySequenceOnnxModel(one)).Message, StringComparison.Ordinal);

        var unknown = new SequenceOnnxScoringOptions { ModelFile = _folder["model.onnx"], InputColumnNames = { ["Body"] = "Text" } };
        Assert.Contains("no input 'Body'", Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplySequenceOnnxModel(unknown)).Message, StringComparison.Ordinal);
    }

    private static void AssertCopied(IDataView scored)
    {
        var rows = Rows();
        Assert.Equal(rows.Select(row => row.Text), scored.GetColumn<ReadOnlyMemory<char>>("TextOut").Select(text => text.ToString()));
        Assert.Equal(rows.Select(row => row.Number), scored.GetColumn<float>("NumberOut"));
        Assert.Equal(rows.Select(row => row.IsFirst), scored.GetColumn<bool>("IsFirstOut"));
        Assert.Equal(rows.Select(row => row.Whole), scored.GetColumn<long>("WholeOut"));
        Assert.Equal(rows.Select(row => row.Pair), scored.GetColumn<float[]>("PairOut"));
        Assert.Equal(rows.Select(row => (float)row.Precise), scored.GetColumn<float>("PreciseOut"));
    }

    private static void Copy(OnnxGraph graph, string name, OnnxElementType type, params string[] shape) =>
        graph.Output($"{name}Out", graph.Input(name, type, shape), type, shape);

    private static List<Row> Rows() =>
    [
        .. SampleData.Documents(20).Select((document, i) => new Row
        {
            Text = document.Text!, Number = document.Number, IsFirst = document.IsFirst, Whole = (1L << 40) + i, Precise = i / 3.0, Pair = [i, -i],
        }),
    ];

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        public bool IsFirst { get; set; }

        public long Whole { get; set; }

        public double Precise { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [];
    }
}
