using System.Collections;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace MLSeq.Tool.Data;

/// <summary>
/// The rows of a TSV or CSV file, read anew at each enumeration and never held whole. Tab-separated files are raw: no
/// quotes, no escapes. With any other separator, a field may be quoted as RFC 4180 has it.
/// </summary>
/// <exception cref="ToolException">A row lacks a column or a label, or quotes do not match; names the file and line.</exception>
internal sealed class SeparatedFile(
    string path, SeparatedFormat format, InputFiles files, CancellationToken cancellationToken) : IEnumerable<LabelledText>
{
    public IEnumerator<LabelledText> GetEnumerator()
    {
        var separator = format.SeparatorOf(path);
        using var reader = files.Open(path);
        var rows = separator == '\t' ? RawRows(reader) : QuotedRows(reader, separator);
        int? text = null, label = null;
        foreach (var (line, fields) in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (text is null)
            {
                text = Resolve(format.Text, "--text-column", fields);
                label = format.Label is { } column ? Resolve(column, "--label-column", fields) : -1;
                if (format.HasHeader)
                {
                    continue;
                }
            }

            var row = new LabelledText { Text = Field(fields, text.Value, line, "text") };
            if (label >= 0)
            {
                row.Label = Field(fields, label.Value, line, "label").Trim();
                row.Actual = row.Label.Length > 0 ? row.Label : throw new ToolException($"{path}({line}): the label in column {label} is empty.");
            }

            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Resolve(ColumnReference column, string option, string[] fields)
    {
        if (column.Number is { } number)
        {
            return number;
        }

        var found = Array.IndexOf(fields, column.Name);
        return found >= 0 ? found : throw new ToolException(
            $"{path}: {option} {column}: the header has no such column; it has {string.Join(", ", fields.Select(f => $"'{f}'"))}.");
    }

    private string Field(string[] fields, int column, long line, string what) => column < fields.Length
        ? fields[column]
        : throw new ToolException($"{path}({line}): the {what} should be in column {column}, but the row has only columns 0 to {fields.Length - 1}. "
            + "Is the separator right (--separator)?");

    private static IEnumerable<(long Line, string[] Fields)> RawRows(TextReader reader)
    {
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.Length > 0)
            {
                yield return (line, text.Split('\t'));
            }
        }
    }

    private IEnumerable<(long Line, string[] Fields)> QuotedRows(TextReader reader, char separator)
    {
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator.ToString(),
            DetectDelimiter = false,
            BadDataFound = bad => throw new ToolException(
                $"{path}({bad.Context.Parser?.RawRow}): quotes do not match in '{Shorten(bad.RawRecord)}'. A field with quotes inside needs quotes around it, and the inner ones doubled."),
        });
        while (parser.Read())
        {
            yield return (parser.RawRow, parser.Record!);
        }
    }

    private static string Shorten(string text) => text.Trim() is { Length: > 60 } shown ? shown[..60] + "..." : text.Trim();
}
