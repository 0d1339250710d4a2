using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;
using MLSeq.Onnx.Scoring;

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
        if (item is null || (output.Width != 1 && item is BooleanDataViewType))
        {
            throw new NotSupportedException(
                $"Output '{output.Name}' of the ONNX model holds {output.Width?.ToString() ?? "a variable number of"} values of {output.ElementType} a row; "
                + "expected Float, Int64 or String, or one Bool.");
        }

        // A size of 0 is a variable one.
        var width = output.Width ?? 0;
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
        VectorDataViewType { ItemType: TextDataViewType } => Texts(scores),
        VectorDataViewType { ItemType: var item } => item.RawType == typeof(float)
            ? Vector<float>(scores, (results, row) => results.Floats(_output.Name, row))
            : Vector<long>(scores, (results, row) => results.Integers(_output.Name, row)),
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

    private ValueGetter<VBuffer<ReadOnlyMemory<char>>> Texts(Func<(OnnxScores Scores, int Row)> scores) =>
        (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var (results, row) = scores();
            var texts = results.Strings(_output.Name, row);
            var editor = VBufferEditor.Create(ref value, texts.Length);
            for (var i = 0; i < texts.Length; i++)
            {
                editor.Values[i] = texts[i].AsMemory();
            }

            value = editor.Commit();
        };

    private delegate ReadOnlySpan<T> RowOf<T>(OnnxScores results, int row);

    private static ValueGetter<VBuffer<T>> Vector<T>(Func<(OnnxScores Scores, int Row)> scores, RowOf<T> rowOf) =>
        (ref VBuffer<T> value) =>
        {
            var (results, row) = scores();
            var values = rowOf(results, row);
            var editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        };

    private DataViewSchema.Annotations? Annotate(IReadOnlyDictionary<string, string> metadata, int width)
    {
        if (!metadata.TryGetValue(OnnxMetadata.Kind, out var kind)
            || _output.Name is not (ColumnNames.Score or ColumnNames.Probability or ColumnNames.PredictedLabel))
        {
            return null;
        }

        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrediction(kind, _output.Name);
        if (metadata.TryGetValue(OnnxMetadata.Labels, out var labels) && Parse(labels) is { } names)
        {
            // Scores of each step have no slots to name, but say which labels they are of, as a tagger's do.
            if (width > 1 && names.Length == width)
            {
                builder.AddNames(AnnotationKinds.SlotNames, Array.ConvertAll(names, name => name.AsMemory()));
            }
            else if (width == 0 && _output.Name == ColumnNames.Score)
            {
                builder.AddNames(AnnotationKinds.TrainingLabelValues, Array.ConvertAll(names, name => name.AsMemory()));
            }
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
