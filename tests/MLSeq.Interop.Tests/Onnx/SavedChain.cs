using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Onnx;
using MLSeq.Onnx.Scoring;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Onnx;

/// <summary>A model as <c>SaveAsOnnx</c> writes it.</summary>
internal sealed class SavedChain : IDisposable
{
    private readonly MLContext _ml;
    private readonly ITransformer _model;
    private readonly TemporaryFolder _folder = new();

    public SavedChain(MLContext ml, ITransformer model, IDataView data, SequenceOnnxExportOptions? options = null)
    {
        (_ml, _model) = (ml, model);
        ml.Model.SaveAsOnnx(model, data.Schema, _folder["model.onnx"], options);
        Scorer = new(_folder["model.onnx"]);
    }

    public OnnxSequenceScorer Scorer { get; }

    /// <summary>The names of the graph's inputs.</summary>
    public IEnumerable<string> Inputs => Scorer.Inputs.Select(input => input.Name).Order();

    /// <summary>The names of the graph's outputs.</summary>
    public IEnumerable<string> Outputs => Scorer.Outputs.Select(output => output.Name).Order();

    public void Dispose()
    {
        Scorer.Dispose();
        _folder.Dispose();
    }

    /// <summary>Checks that the graph gives the pipeline's columns, in batches of documents of different lengths.</summary>
    public void AssertGives(IReadOnlyList<Document> documents, params string[] columns)
    {
        var expected = _model.Transform(_ml.Data.LoadFromEnumerable(documents));
        var scores = Scorer.Score(Scorer.Inputs.ToDictionary(input => input.Name, input => Rows(input.Name, documents)));
        Assert.Equal(columns.Order(), Outputs);
        foreach (var output in Scorer.Outputs)
        {
            var rows = Rows(expected, expected.Schema[output.Name]);
            for (var row = 0; row < documents.Count; row++)
            {
                object[] found = output.ElementType switch
                {
                    OnnxElementType.Float => [.. scores.Floats(output.Name, row).ToArray().Cast<object>()],
                    OnnxElementType.String => [.. scores.Strings(output.Name, row).ToArray().Where((text, i) => i < rows[row].Length || text.Length > 0)],
                    OnnxElementType.Bool => [.. scores.Integers(output.Name, row).ToArray().Select(flag => (object)(flag != 0))],
                    _ => [.. scores.Integers(output.Name, row).ToArray().Where(id => id >= 0).Cast<object>()],
                };
                Assert.True(rows[row].Length == found.Length, $"{output.Name}, row {row}: {found.Length} values, expected {rows[row].Length}");
                foreach (var (e, f) in rows[row].Zip(found))
                {
                    Assert.True(e is float a && f is float b ? Math.Abs(a - b) <= 1e-4 * Math.Max(1, Math.Abs(a)) : e.Equals(f), $"{output.Name}, row {row}: {f}, expected {e}");
                }
            }
        }
    }

    /// <summary>Checks that <c>ApplySequenceOnnxModel</c> gives a column of numbers as the pipeline does.</summary>
    public void AssertApplied(IReadOnlyList<Document> documents, string column)
    {
        var data = _ml.Data.LoadFromEnumerable(documents);
        using var scoring = _ml.Transforms.ApplySequenceOnnxModel(_folder["model.onnx"]).Fit(data);
        var pairs = _model.Transform(data).GetColumn<float>(column).Zip(scoring.Transform(data).GetColumn<float>(column)).ToList();
        Assert.Equal(documents.Count, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    private static OnnxRows Rows(string name, IReadOnlyList<Document> documents) => name switch
    {
        nameof(Document.Text) => OnnxRows.Texts([.. documents.Select(document => document.Text ?? "")]),
        nameof(Document.Label) => OnnxRows.Texts([.. documents.Select(document => document.Label ?? "")]),
        nameof(Document.Number) => OnnxRows.Numbers([.. documents.Select(document => new[] { document.Number })]),
        nameof(Document.Weight) => OnnxRows.Numbers([.. documents.Select(document => new[] { document.Weight })]),
        nameof(Document.Frames) => OnnxRows.Numbers([.. documents.Select(document => document.Frames)]),
        _ => throw new NotSupportedException($"The graph has an input '{name}'."),
    };

    /// <summary>A column's rows as lists of objects: numbers, flags or texts, as which predicted keys are given.</summary>
    private static List<object[]> Rows(IDataView data, DataViewSchema.Column column)
    {
        var type = column.Type;
        var texts = column.TextAnnotation(AnnotationKinds.ScoreColumnKind) is null ? null : column.KeyTexts();
        object Key(uint key) => texts is null ? (long)key : key == 0 ? "" : texts[(int)key - 1];
        return type switch
        {
            TextDataViewType => [.. data.GetColumn<string>(column).Select(text => new object[] { text })],
            BooleanDataViewType => [.. data.GetColumn<bool>(column).Select(flag => new object[] { flag })],
            KeyDataViewType => [.. data.GetColumn<uint>(column).Select(key => new[] { Key(key) })],
            VectorDataViewType { ItemType: TextDataViewType } => [.. data.GetColumn<ReadOnlyMemory<char>[]>(column).Select(row => row.Select(text => (object)text.ToString()).ToArray())],
            VectorDataViewType { ItemType: KeyDataViewType } => [.. data.GetColumn<uint[]>(column).Select(row => row.Select(Key).ToArray())],
            VectorDataViewType => [.. data.GetColumn<float[]>(column).Select(row => row.Cast<object>().ToArray())],
            _ => [.. data.GetColumn<float>(column).Select(number => new object[] { number })],
        };
    }
}
