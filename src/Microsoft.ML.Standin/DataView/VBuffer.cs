using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector of values, dense or sparse, in buffers that can be used again for the next row.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    /// <summary>The number of items, explicit or not.</summary>
    public readonly int Length;

    /// <summary>A dense vector of the first <paramref name="length"/> of the values; the indices are kept as a buffer.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if ((values?.Length ?? 0) < length)
        {
            throw new ArgumentException($"A dense vector of length {length} needs as many values; there are {values?.Length ?? 0}.", nameof(values));
        }

        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    /// <summary>A vector of which <paramref name="count"/> items are explicit, at increasing indices.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (count < 0 || count > length)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The count of explicit values is from 0 to the length, {length}.");
        }

        if ((values?.Length ?? 0) < count)
        {
            throw new ArgumentException($"{count} values are needed; there are {values?.Length ?? 0}.", nameof(values));
        }

        if (count != length && (indices?.Length ?? 0) < count)
        {
            throw new ArgumentException($"{count} indices are needed; there are {indices?.Length ?? 0}.", nameof(indices));
        }

        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    /// <summary>Whether every item is explicit.</summary>
    public bool IsDense => _count == Length;

    internal T[] ValueBuffer => _values;

    internal int[] IndexBuffer => _indices;

    /// <summary>The explicit values.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The indices of the explicit values; empty for a dense vector.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>The item at an index: the default value where it is not explicit.</summary>
    public T GetItemOrDefault(int index)
    {
        if ((uint)index >= (uint)Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The vector has {Length} items.");
        }

        if (IsDense)
        {
            return _values[index];
        }

        var at = _indices.AsSpan(0, _count).BinarySearch(index);
        return at >= 0 ? _values[at] : default;
    }

    /// <summary>The item at an index: the default value where it is not explicit.</summary>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>The explicit items, or all of them, with their indices.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (!all || IsDense)
        {
            for (var i = 0; i < _count; i++)
            {
                yield return new(IsDense ? i : _indices[i], _values[i]);
            }

            yield break;
        }

        var index = 0;
        foreach (var value in DenseValues())
        {
            yield return new(index++, value);
        }
    }

    /// <summary>All the items in order.</summary>
    public IEnumerable<T> DenseValues()
    {
        var next = 0;
        for (var i = 0; i < Length; i++)
        {
            var given = IsDense || (next < _count && _indices[next] == i);
            yield return given ? _values[next++] : default;
        }
    }

    /// <summary>All the items in order.</summary>
    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    /// <summary>Writes all the items into the beginning of a span.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Writes all the items into a span from an index on, with a value for those that are not explicit.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        target.Fill(defaultValue);
        for (var i = 0; i < _count; i++)
        {
            target[_indices[i]] = _values[i];
        }
    }

    /// <summary>Copies this vector, using the destination's buffers where they are large enough.</summary>
    public void CopyTo(ref VBuffer<T> destination) => CopyTo(ref destination, 0, Length);

    /// <summary>Copies this vector as a dense one, using the destination's buffer where it is large enough.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies a range of this vector, using the destination's buffers where they are large enough.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || length < 0 || sourceIndex > Length - length)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"The range {sourceIndex}+{length} is outside the vector's {Length} items.");
        }

        if (IsDense)
        {
            var dense = VBufferEditor.Create(ref destination, length);
            GetValues().Slice(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }

        var indices = GetIndices();
        var from = LowerBound(indices, sourceIndex);
        var count = LowerBound(indices, sourceIndex + length) - from;
        var editor = VBufferEditor.Create(ref destination, length, count);
        GetValues().Slice(from, count).CopyTo(editor.Values);
        if (count < length)
        {
            for (var i = 0; i < count; i++)
            {
                editor.Indices[i] = indices[from + i] - sourceIndex;
            }
        }

        destination = editor.Commit();
    }

    /// <summary>Copies a range of an array as a dense vector, using the destination's buffer where it is large enough.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <inheritdoc/>
    public override string ToString() => IsDense
        ? $"Dense vector of size {Length}"
        : $"Sparse vector of size {Length}, {_count} explicit values";

    private static int LowerBound(ReadOnlySpan<int> sorted, int value)
    {
        var at = sorted.BinarySearch(value);
        return at < 0 ? ~at : at;
    }
}
