namespace Microsoft.ML.Data;

/// <summary>A column with its type and the fields that it is read from.</summary>
internal sealed class TextColumn
{
    private readonly TextLoader.Column _column;
    private readonly (int From, int? To)[] _ranges;

    public TextColumn(TextLoader.Column column, Func<int> countFields)
    {
        _column = column;
        if (string.IsNullOrEmpty(column.Name) || column.Source is not { Length: > 0 })
        {
            throw new ArgumentException($"Column '{column.Name}' has no name or no fields.", nameof(column));
        }

        _ranges = [.. column.Source.Select(range => (range.Min, range.VariableEnd ? (int?)null : range.Max ?? countFields() - 1))];
        PrimitiveDataViewType item = DataViewTypes.FromKind(column.DataKind);
        if (column.KeyCount != null)
        {
            item = new KeyDataViewType(item.RawType, column.KeyCount.Count ?? KeyDataViewType.Largest(item.RawType));
        }

        var size = _ranges.Any(r => r.To == null) ? 0 : _ranges.Sum(r => r.To.Value - r.From + 1);
        var isVector = size != 1 || column.Source.Any(r => r.ForceVector);
        Type = isVector ? new VectorDataViewType(item, size) : item;
    }

    public string Name => _column.Name;

    public DataViewType Type { get; }

    /// <summary>The fields of the column in a line; empty text for those that the line lacks.</summary>
    public void Select(IReadOnlyList<ReadOnlyMemory<char>> fields, List<ReadOnlyMemory<char>> chosen)
    {
        chosen.Clear();
        foreach (var (from, to) in _ranges)
        {
            for (var i = from; i <= (to ?? fields.Count - 1); i++)
            {
                chosen.Add(i < fields.Count ? fields[i] : default);
            }
        }
    }
}
