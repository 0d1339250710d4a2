using MLSeq.Onnx.Scoring;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Scoring;

/// <summary>The rows of a file in windows, as a scorer takes them.</summary>
/// <param name="path">The file, or "-".</param>
/// <param name="rows">Its lines.</param>
/// <param name="columns">What goes into the model.</param>
/// <param name="hasHeader">Whether the first line names the columns.</param>
internal sealed class ScoringFile(string path, SeparatedRows rows, IReadOnlyList<InputColumn> columns, bool hasHeader)
{
    /// <summary>The names of the columns, once the first line is read; null where there are none.</summary>
    public string[]? Header { get; private set; }

    /// <summary>Reads the file.</summary>
    /// <param name="size">The rows of a window.</param>
    /// <param name="keep">Whether the fields are wanted, too.</param>
    /// <exception cref="ToolException">A row lacks a column, or holds what the model does not take; names the file and line.</exception>
    public IEnumerable<(IReadOnlyDictionary<string, OnnxRows> Inputs, List<string[]> Fields)> Windows(int size, bool keep)
    {
        int[]? places = null;
        var count = 0;
        var kept = new List<string[]>();
        foreach (var (line, fields) in rows)
        {
            if (places is null)
            {
                places = [.. columns.Select(c => rows.Resolve(c.Column, c.Option, fields))];
                if (hasHeader)
                {
                    Header = fields;
                    continue;
                }
            }

            for (var i = 0; i < places.Length; i++)
            {
                Add(columns[i], rows.Field(fields, places[i], line, $"input '{columns[i].InputName}'"), places[i], line);
            }

            if (keep)
            {
                kept.Add(fields);
            }

            if (++count == size)
            {
                yield return (Take(), kept);
                (count, kept) = (0, []);
            }
        }

        if (count > 0)
        {
            yield return (Take(), kept);
        }
    }

    private void Add(InputColumn column, string field, int place, long line)
    {
        try
        {
            column.Add(field);
        }
        catch (FormatException e)
        {
            throw new ToolException($"{path}({line}): column {place}: {e.Message}", inner: e);
        }
    }

    private Dictionary<string, OnnxRows> Take() => columns.ToDictionary(c => c.InputName, c => c.Take(), StringComparer.Ordinal);
}
