using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MLSeq.Onnx;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Tool.Scoring;

/// <summary>
/// A JSON object for each row: the outputs by their names, and the fields that are kept as <c>row</c>, by their names where they have some. What is no
/// number is null.
/// </summary>
internal sealed class JsonScoreWriter(IReadOnlyList<OnnxColumn> outputs) : ScoreWriter(outputs)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public override string? Header(IEnumerable<string> kept) => null;

    public override string Line(string[]? header, string[] kept, OnnxScores scores, int row)
    {
        _buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (kept.Length > 0)
        {
            WriteKept(json, header, kept);
        }

        foreach (var output in Outputs)
        {
            json.WritePropertyName(output.Name);
            WriteOutput(json, output, scores, row);
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    private static void WriteKept(Utf8JsonWriter json, string[]? header, string[] kept)
    {
        json.WritePropertyName("row");
        if (header is null)
        {
            json.WriteStartArray();
            Array.ForEach(kept, json.WriteStringValue);
            json.WriteEndArray();
            return;
        }

        json.WriteStartObject();
        for (var i = 0; i < kept.Length; i++)
        {
            json.WriteString(i < header.Length ? header[i] : FormattableString.Invariant($"{i}"), kept[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, OnnxColumn output, OnnxScores scores, int row)
    {
        if (output.Width != 1)
        {
            json.WriteStartArray();
        }

        foreach (var value in Values(output, scores, row))
        {
            if (output.ElementType == OnnxElementType.String)
            {
                json.WriteStringValue(value);
            }
            else if (output.ElementType == OnnxElementType.Bool)
            {
                json.WriteBooleanValue(value == "1");
            }
            else if (value is "NaN" or "Infinity" or "-Infinity")
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteRawValue(value);
            }
        }

        if (output.Width != 1)
        {
            json.WriteEndArray();
        }
    }
}
