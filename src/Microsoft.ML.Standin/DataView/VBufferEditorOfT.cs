namespace Microsoft.ML.Data;

/// <summary>Spans in which a vector's values and indices are written before <see cref="Commit"/> makes the vector.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    /// <summary>The explicit values to write.</summary>
    public readonly Span<T> Values;

    /// <summary>The indices to write; empty for a dense vector.</summary>
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool hasIndices, bool newValues, bool newIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = hasIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = newValues;
        CreatedNewIndices = newIndices;
    }

    /// <summary>Whether a new buffer was made for the indices.</summary>
    public bool CreatedNewIndices { get; }

    /// <summary>Whether a new buffer was made for the values.</summary>
    public bool CreatedNewValues { get; }

    /// <summary>The vector.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>The vector with only the first of the explicit values.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(physicalValuesCount, Values.Length);
        if (physicalValuesCount < _length && Indices.Length < physicalValuesCount)
        {
            throw new InvalidOperationException("A vector whose last values are left out is sparse and needs indices.");
        }

        return new(_length, physicalValuesCount, _values, _indices);
    }
}
