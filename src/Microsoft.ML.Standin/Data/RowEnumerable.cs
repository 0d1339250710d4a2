using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>Rows as objects.</summary>
internal sealed class RowEnumerable<TRow>(IDataView data, IReadOnlyList<RowColumn> columns, bool reuse) : IEnumerable<TRow>
    where TRow : class, new()
{
    public IEnumerator<TRow> GetEnumerator()
    {
        using var cursor = data.GetRowCursor(columns.Select(c => data.Schema[c.Name]));
        var filler = new RowFiller<TRow>(cursor, columns);
        var row = new TRow();
        while (cursor.MoveNext())
        {
            if (!reuse)
            {
                row = new();
            }

            filler.Fill(row);
            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
