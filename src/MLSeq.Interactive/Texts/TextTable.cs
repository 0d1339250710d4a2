using System.Globalization;
using System.Text;
using MLSeq.Embeddings;

namespace MLSeq.Interactive.Texts;

/// <summary>A table of texts and numbers, such as the nearest words of a word or generated samples.</summary>
public sealed class TextTable : NotebookView
{
    private readonly string[] _columns;
    private readonly IReadOnlyList<object[]> _rows;

    /// <summary>Makes a table.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">The rows, a text or number for each column; numbers stand to the right.</param>
    /// <exception cref="ArgumentException">A row has not as many values as there are columns; the message names it.</exception>
    public TextTable(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object>> rows)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        (Title, _columns, _rows) = (title, [.. columns], [.. rows.Select(row => row.ToArray())]);
        foreach (var (i, row) in _rows.Index())
        {
            OptionCheck.Require(row.Length == _columns.Length, $"The size of row {i}", row.Length, $"a value for each of {_columns.Length} columns");
        }
    }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <summary>The column whose numbers are shown as bars, too; -1 for none. Default: -1.</summary>
    public int BarColumn { get; init; } = -1;

    /// <summary>Words and how near they are.</summary>
    /// <param name="title">What they are near to.</param>
    /// <param name="words">The words.</param>
    public static TextTable Of(string title, IEnumerable<SimilarWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new(title, ["word", "similarity"], words.Select(word => (IReadOnlyList<object>)[word.Word, word.Similarity])) { BarColumn = 1 };
    }

    /// <summary>Texts below each other, numbered.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="texts">The texts.</param>
    public static TextTable Of(string title, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new(title, ["", "text"], texts.Select((text, i) => (IReadOnlyList<object>)[i + 1, text]));
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder(HtmlStyle.Begin).Append(CultureInfo.InvariantCulture, $"<h4>{Escape(Title)}</h4>\n<table><thead><tr>");
        foreach (var (i, column) in _columns.Index())
        {
            html.Append(CultureInfo.InvariantCulture, $"<th{(i == BarColumn ? " colspan=\"2\"" : "")}>{Escape(column)}</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        var most = BarColumn < 0 ? 0 : _rows.Select(row => Math.Abs(Number(row[BarColumn]) ?? 0)).DefaultIfEmpty(0).Max();
        foreach (var row in _rows)
        {
            html.Append("<tr>");
            foreach (var (column, value) in row.Index())
            {
                Append(html, value, column == BarColumn ? most : 0);
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table>\n").Append(HtmlStyle.End).ToString();
    }

    private static void Append(StringBuilder html, object value, double most)
    {
        if (Number(value) is not { } number)
        {
            html.Append(CultureInfo.InvariantCulture, $"<td style=\"white-space: pre-wrap\">{Escape(value.ToString() ?? "")}</td>");
            return;
        }

        var text = value is float or double ? number.ToString("0.0000", CultureInfo.InvariantCulture) : number.ToString("#,0", CultureInfo.InvariantCulture);
        html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{text}</td>");
        if (most > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<td style=\"width: 120px\"><span class=\"bar\" style=\"width: {Math.Max(0, number) / most * 110:F0}px\"></span></td>");
        }
    }

    private static double? Number(object value) => value is float or double or int or long ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;
}
