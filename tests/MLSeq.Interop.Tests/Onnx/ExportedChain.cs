using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Onnx;

/// <summary>A model as ML.NET's own exporter writes it.</summary>
internal sealed class ExportedChain : IDisposable
{
    private readonly MLContext _ml;
    private readonly ITransformer _model;
    private readonly TemporaryFolder _folder = new();

    public ExportedChain(MLContext ml, ITransformer model, IDataView data, int operatorSet = 12)
    {
        _ml = ml;
        _model = model;
        using var stream = File.Create(_folder["model.onnx"]);
        ml.Model.ConvertToOnnx(model, data, operatorSet, stream);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Checks that the graph gives the pipeline's columns: in ML.NET, and in ONNX Runtime in runs of one and of all rows.</summary>
    public void AssertGives(IReadOnlyList<Document> documents, params string[] columns)
    {
        AssertGivesRowByRow(documents, columns);
        AssertGivesInRunsOf(1, documents, columns);
        AssertGivesInRunsOf(documents.Count, documents, columns);
    }

    /// <summary>Checks the graph in ML.NET, which runs row by row.</summary>
    public void AssertGivesRowByRow(IReadOnlyList<Document> documents, params string[] columns)
    {
        var data = _ml.Data.LoadFromEnumerable(documents);
        var expected = _model.Transform(data);
        var applied = _ml.Transforms.ApplyOnnxModel(_folder["model.onnx"]).Fit(data).Transform(data);
        foreach (var column in columns)
        {
            AssertClose(Rows(expected, column), Rows(applied, column), $"{column} by ApplyOnnxModel");
        }
    }

    /// <summary>Checks the graph in ONNX Runtime.</summary>
    public void AssertGivesInRunsOf(int rows, IReadOnlyList<Document> documents, params string[] columns)
    {
        var expected = _model.Transform(_ml.Data.LoadFromEnumerable(documents));
        using var session = new InferenceSession(_folder["model.onnx"]);
        var found = columns.ToDictionary(column => column, _ => new List<object[]>());
        foreach (var batch in documents.Chunk(rows))
        {
            using var results = session.Run([.. session.InputMetadata.Keys.Select(name => Input(name, batch))]);
            foreach (var column in columns)
            {
                found[column].AddRange(Rows(results.First(result => result.Name == $"{column}.output"), batch.Length));
            }
        }

        foreach (var column in columns)
        {
            AssertClose(Rows(expected, column), found[column], $"{column} by ONNX Runtime in runs of {rows}");
        }
    }

    // The exporter makes every column of the data an input, needed or not.
    private static NamedOnnxValue Input(string name, Document[] documents)
    {
        return name switch
        {
            nameof(Document.Text) => Scalars(document => document.Text ?? ""),
            nameof(Document.Label) => Scalars(document => document.Label ?? ""),
            nameof(Document.IsFirst) => Scalars(document => document.IsFirst),
            nameof(Document.Number) => Scalars(document => document.Number),
            nameof(Document.Weight) => Scalars(document => document.Weight),
            nameof(Document.Frames) => Frames(),
            _ => throw new NotSupportedException($"The graph has an input '{name}'."),
        };

        NamedOnnxValue Scalars<T>(Func<Document, T> value) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(documents.Select(value).ToArray(), [documents.Length, 1]));

        NamedOnnxValue Frames()
        {
            var width = documents.Max(document => document.Frames.Length);
            var values = documents.SelectMany(document => document.Frames.Concat(new float[width - document.Frames.Length]));
            return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(values.ToArray(), [documents.Length, width]));
        }
    }

    /// <summary>A column's rows as lists of objects: numbers or texts.</summary>
    private static List<object[]> Rows(IDataView data, string column) => data.Schema[column].Type switch
    {
        TextDataViewType => [.. data.GetColumn<string>(column).Select(text => new object[] { text })],
        VectorDataViewType { ItemType: TextDataViewType } => [.. data.GetColumn<ReadOnlyMemory<char>[]>(column).Select(row => row.Select(text => (object)text.ToString()).ToArray())],
        BooleanDataViewType => [.. data.GetColumn<bool>(column).Select(flag => new object[] { flag })],
        VectorDataViewType { ItemType: BooleanDataViewType } => [.. data.GetColumn<bool[]>(column).Select(row => row.Cast<object>().ToArray())],
        VectorDataViewType { ItemType: KeyDataViewType } => [.. data.GetColumn<uint[]>(column).Select(row => row.Cast<object>().ToArray())],
        VectorDataViewType => [.. data.GetColumn<float[]>(column).Select(row => row.Cast<object>().ToArray())],
        _ => [.. data.GetColumn<float>(column).Select(number => new object[] { number })],
    };

    private static IEnumerable<object[]> Rows(DisposableNamedOnnxValue value, int count)
    {
        object[] all = value.Value switch
        {
            Tensor<float> tensor => [.. tensor.Cast<object>()],
            Tensor<uint> tensor => [.. tensor.Cast<object>()],
            Tensor<bool> tensor => [.. tensor.Cast<object>()],
            Tensor<string> tensor => [.. tensor.Cast<object>()],
            var other => throw new NotSupportedException($"{value.Name} is {other}."),
        };
        return all.Chunk(all.Length / count);
    }

    private static void AssertClose(List<object[]> expected, List<object[]> found, string what)
    {
        Assert.Equal(expected.Count, found.Count);
        for (var row = 0; row < expected.Count; row++)
        {
            Assert.True(expected[row].Length == found[row].Length, $"{what}, row {row}: {found[row].Length} values, expected {expected[row].Length}");
            foreach (var (e, f) in expected[row].Zip(found[row]))
            {
                Assert.True(e is float a && f is float b ? Math.Abs(a - b) <= 1e-4 : e.Equals(f), $"{what}, row {row}: {f}, expected {e}");
            }
        }
    }
}
