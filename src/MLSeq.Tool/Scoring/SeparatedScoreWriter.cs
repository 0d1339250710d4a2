using System.Buffers;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Tool.Scoring;

/// <summary>
/// Scores between tabs, where a tab or line break within a field becomes a space, or between commas, with quotes where a field needs them (RFC 4180). The
/// values of an output that has several are between spaces.
/// </summary>
internal sealed class SeparatedScoreWriter(IReadOnlyList<OnnxColumn> outputs, char separator) : ScoreWriter(outputs)
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\t\r\n");

    private readonly SearchValues<char> _quoted = SearchValues.Create([separator, '"', '\r', '\n']);

    public override string? Header(IEnumerable<string> kept) => Join(kept.Concat(Outputs.Select(o => o.Name)));

    public override string Line(string[]? header, string[] kept, OnnxScores scores, int row) =>
        Join(kept.Concat(Outputs.Select(o => string.Join(' ', Values(o, scores, row)))));

    private string Join(IEnumerable<string> fields) => string.Join(separator, fields.Select(field => separator == '\t' ? Raw(field) : Quoted(field)));

    private static string Raw(string field) =>
        field.AsSpan().ContainsAny(Breaks) ? field.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' ') : field;

    private string Quoted(string field) => field.AsSpan().ContainsAny(_quoted) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
