using System.Collections;

namespace MLSeq.Tool.Data;

/// <summary>The texts and labels of a TSV or CSV file (<see cref="SeparatedRows"/>), read anew at each enumeration and never held whole.</summary>
/// <exception cref="ToolException">A row lacks a column or a label, or quotes do not match; names the file and line.</exception>
internal sealed class SeparatedFile(
    string path, SeparatedFormat format, InputFiles files, CancellationToken cancellationToken) : IEnumerable<LabelledText>
{
    public IEnumerator<LabelledText> GetEnumerator()
    {
        var rows = new SeparatedRows(path, format.SeparatorOf(path), files, cancellationToken);
        int? text = null, label = null;
        foreach (var (line, fields) in rows)
        {
            if (text is null)
            {
                text = rows.Resolve(format.Text, "--text-column", fields);
                label = format.Label is { } column ? rows.Resolve(column, "--label-column", fields) : -1;
                if (format.HasHeader)
                {
                    continue;
                }
            }

            var row = new LabelledText { Text = rows.Field(fields, text.Value, line, "text") };
            if (label >= 0)
            {
                row.Label = rows.Field(fields, label.Value, line, "label").Trim();
                row.Actual = row.Label.Length > 0 ? row.Label : throw new ToolException($"{path}({line}): the label in column {label} is empty.");
            }

            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
