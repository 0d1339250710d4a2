using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq.Onnx;

/// <summary>An output of a graph as a column.</summary>
internal sealed class OnnxOutput
{
    private readonly OnnxColumn _output;

    /// <param name="output">The graph's output.</param>
    /// <param name="columnName">The column.</param>
    /// <param name="metadata">What the graph's file says about itself.</param>
    /// <exception cref="NotSupportedException">The output has no counterpart among ML.NET's types.</exception>
    public OnnxOutput(OnnxColumn output, string columnName, IReadOnlyDictionary<string, string> metadata)
    {
        _output = output;
        PrimitiveDataViewType? item = output.ElementType switch
        {
            OnnxElementType.Float => NumberDataViewType.Single,
            OnnxElementType.Int64 => NumberDataViewType.Int64,
            OnnxElementType.String => TextDataViewType.Instance,
            OnnxElementType.Bool => BooleanDataViewType.Instance,
            _ => null,
        };
        if (item is null || output.Width is not { } width || (width > 1 && item is BooleanDataViewType or TextDataViewType))
        {
            throw new NotSupportedException(
                $"Output '{output.Name}' of the ONNX model holds {output.Width?.ToString() ?? "a variable number of"} values of {output.ElementType} a row; "
                + "expected Float or Int64 in a known number, or one String or Bool.");
        }

        Column = new(columnName, width == 1 ? item : new VectorDataViewType(item, width), Annotate(metadata, width));
    }

    /// <summary>The column, always the same instance.</summary>
    public DataViewSchema.DetachedColumn Column { get; }

    /// <summary>Makes a getter.</summary>
    /// <param name="scores">Gives the results and the row's place in them.</param>
    public Delegate MakeGetter(Func<(OnnxScores Scores, int Row)> scores) => Column.Type switch
    {
        TextDataViewType => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
        {
            var (results, row) = scores();
            value = results.Strings(_output.Name)[row].AsMemory();
        }),
        BooleanDataViewType => (ValueGetter<bool>)((ref bool value) =>
        {
            var (results, row) = scores();
            value = results.Integers(_output.Name)[row] != 0;
        }),
        VectorDataViewType { ItemType: var item, Size: var width } => item.RawType == typeof(float)
            ? Vector<float>(scores, width, (results, start, destination) => results.Floats(_output.Name).Slice(start, width).CopyTo(destination))
            : Vector<long>(scores, width, (results, start, destination) => results.Integers(_output.Name).Slice(start, width).CopyTo(destination)),
        var type => type.RawType == typeof(float)
            ? (ValueGetter<float>)((ref float value) =>
            {
                var (results, row) = scores();
                value = results.Floats(_output.Name)[row];
            })
            : (ValueGetter<long>)((ref long value) =>
            {
                var (results, row) = scores();
                value = results.Integers(_output.Name)[row];
            }),
    };

    private delegate void Copy<T>(OnnxScores results, int start, Span<T> destination);

    private static ValueGetter<VBuffer<T>> Vector<T>(Func<(OnnxScores Scores, int Row)> scores, int width, Copy<T> copy) =>
        (ref VBuffer<T> value) =>
        {
            var (results, row) = scores();
            var editor = VBufferEditor.Create(ref value, width);
            copy(results, row * width, editor.Values);
            value = editor.Commit();
        };

    private DataViewSchema.Annotations? Annotate(IReadOnlyDictionary<string, string> metadata, int width)
    {
        if (!metadata.TryGetValue(OnnxExporter.KindKey, out var kind)
            || _output.Name is not (ColumnNames.Score or ColumnNames.Probability or ColumnNames.PredictedLabel))
        {
            return null;
        }

        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrediction(kind, _output.Name);
        if (width > 1 && metadata.TryGetValue(OnnxExporter.LabelsKey, out var labels) && Parse(labels) is { } names && names.Length == width)
        {
            builder.AddNames(AnnotationKinds.SlotNames, Array.ConvertAll(names, name => name.AsMemory()));
        }

        return builder.ToAnnotations();
    }

    private static string[]? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(json);
        }
        catch (JsonException)
        {
            // Another producer's metadata: the scores then have no names.
            return null;
        }
    }
}
