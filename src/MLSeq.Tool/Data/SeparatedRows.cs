using System.Collections;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace MLSeq.Tool.Data;

/// <summary>
/// The lines of a TSV or CSV file as fields, read anew at each enumeration and never held whole. Tab-separated files are raw: no quotes, no escapes, empty
/// lines are left out. With any other separator, a field may be quoted as RFC 4180 has it. Without one (<see cref="None"/>) each line is one field.
/// </summary>
/// <exception cref="ToolException">Quotes do not match; names the file and line.</exception>
internal sealed class SeparatedRows(string path, char separator, InputFiles files, CancellationToken cancellationToken)
    : IEnumerable<(long Line, string[] Fields)>
{
    /// <summary>The separator of files that have no columns.</summary>
    public const char None = '\n';

    public IEnumerator<(long Line, string[] Fields)> GetEnumerator()
    {
        using var reader = files.Open(path);
        foreach (var row in separator is '\t' or None ? RawRows(reader) : QuotedRows(reader))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A column's number.</summary>
    /// <param name="column">The column.</param>
    /// <param name="option">The option that gives it, for messages.</param>
    /// <param name="header">The file's first line.</param>
    /// <exception cref="ToolException">The header has no such name.</exception>
    public int Resolve(ColumnReference column, string option, string[] header)
    {
        if (column.Number is { } number)
        {
            return number;
        }

        var found = Array.IndexOf(header, column.Name);
        return found >= 0 ? found : throw new ToolException(
            $"{path}: {option} {column}: the header has no such column; it has {string.Join(", ", header.Select(f => $"'{f}'"))}.");
    }

    /// <summary>A field of a row.</summary>
    /// <exception cref="ToolException">The row has no such column; names the file and line.</exception>
    public string Field(string[] fields, int column, long line, string what) => column < fields.Length
        ? fields[column]
        : throw new ToolException($"{path}({line}): the {what} should be in column {column}, but the row has only columns 0 to {fields.Length - 1}. "
            + "Is the separator right (--separator)?");

    private IEnumerable<(long Line, string[] Fields)> RawRows(TextReader reader)
    {
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (separator == None)
            {
                yield return (line, [text]);
            }
            else if (text.Length > 0)
            {
                yield return (line, text.Split(separator));
            }
        }
    }

    private IEnumerable<(long Line, string[] Fields)> QuotedRows(TextReader reader)
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
