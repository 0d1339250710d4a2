using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Runtimes.Tests.Hosts;
using MLSeq.Tests;

namespace MLSeq.Runtimes.Tests.Cases;

/// <summary>Exports a pipeline, and takes the graph's inputs and the expected outputs from the columns of the same names.</summary>
internal static class PipelineExport
{
    private const string LengthsSuffix = ".Lengths";

    public static ExportedModel Of(MLContext ml, ITransformer model, IDataView rows, SequenceOnnxExportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, rows.Schema, folder["model.onnx"], options);
        var bytes = File.ReadAllBytes(folder["model.onnx"]);
        using var session = new InferenceSession(bytes);
        var scored = model.Transform(rows);
        var outputs = session.OutputNames.Where(name => scored.Schema.GetColumnOrNull(name) is not null);
        return new(
            bytes,
            session.InputNames.ToDictionary(name => name, name => Input(scored, name, session.InputMetadata)),
            outputs.ToDictionary(name => name, name => Rows(scored, name)));
    }

    private static RuntimeTensor Input(IDataView data, string name, IReadOnlyDictionary<string, NodeMetadata> inputs)
    {
        var isLengths = name.EndsWith(LengthsSuffix, StringComparison.Ordinal);
        var column = isLengths ? name[..^LengthsSuffix.Length] : name;
        var dimensions = inputs[column].Dimensions;
        var frameSize = dimensions.Length == 3 ? dimensions[2] : 1;
        return Rows(data, column) switch
        {
            float[][] frames when isLengths => Batches.Lengths(frames, frameSize),
            string[][] texts when dimensions.Length == 1 => Batches.Texts(Array.ConvertAll(texts, text => text[0])),
            string[][] tokens => Batches.Tokens(tokens),
            long[][] ids => Batches.Ids(Array.ConvertAll(ids, row => Array.ConvertAll(row, id => (int)id))),
            float[][] samples when dimensions.Length == 2 => Batches.Samples(samples),
            float[][] frames => Batches.Frames(frames, frameSize),
            var other => throw new NotSupportedException($"The column '{column}' has {other.GetType()}."),
        };
    }

    /// <summary>A column's rows, a number or text as an array of one.</summary>
    private static Array[] Rows(IDataView data, string column) => data.Schema[column].Type switch
    {
        TextDataViewType => (string[][])[.. data.GetColumn<ReadOnlyMemory<char>>(column).Select(text => new[] { text.ToString() })],
        BooleanDataViewType => (bool[][])[.. data.GetColumn<bool>(column).Select(flag => new[] { flag })],
        VectorDataViewType { ItemType: TextDataViewType } =>
            (string[][])[.. data.GetColumn<ReadOnlyMemory<char>[]>(column).Select(row => Array.ConvertAll(row, text => text.ToString()))],
        VectorDataViewType { ItemType: KeyDataViewType } => (long[][])[.. data.GetColumn<uint[]>(column).Select(row => Array.ConvertAll(row, id => (long)id))],
        VectorDataViewType => (float[][])[.. data.GetColumn<float[]>(column)],
        _ => (float[][])[.. data.GetColumn<float>(column).Select(number => new[] { number })],
    };
}
