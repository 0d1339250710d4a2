using System.Collections;

namespace Microsoft.ML;

/// <summary>The columns of data. Of columns with the same name the last one is seen, the others are hidden.</summary>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _byName = [];

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            _byName[columns[i].Name] = i;
        }

        _columns = new Column[columns.Count];
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = new(columns[i].Name, i, _byName[columns[i].Name] != i, columns[i].Type, columns[i].Annotations);
        }
    }

    /// <summary>The number of columns, hidden ones included.</summary>
    public int Count => _columns.Length;

    /// <summary>The column at an index.</summary>
    public Column this[int columnIndex] => (uint)columnIndex < (uint)_columns.Length
        ? _columns[columnIndex]
        : throw new ArgumentOutOfRangeException(nameof(columnIndex), columnIndex, $"The schema has {_columns.Length} columns.");

    /// <summary>The column that is seen under a name.</summary>
    public Column this[string name]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            return GetColumnOrNull(name)
                ?? throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found; the columns are {this}.");
        }
    }

    /// <summary>The column that is seen under a name, or null.</summary>
    public Column? GetColumnOrNull(string name) =>
        name != null && _byName.TryGetValue(name, out var index) ? _columns[index] : null;

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => _columns.Length == 0 ? "none" : string.Join(", ", _columns.Where(c => !c.IsHidden));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
