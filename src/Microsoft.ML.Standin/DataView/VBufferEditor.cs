namespace Microsoft.ML.Data;

/// <summary>Makes the editors with which a <see cref="VBuffer{T}"/> is written.</summary>
public static class VBufferEditor
{
    /// <summary>An editor over the vector as it is.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination) => new(
        destination.Length, destination.GetValues().Length, destination.ValueBuffer, destination.IndexBuffer, !destination.IsDense, false, false);

    /// <summary>An editor over the vector's buffers, made larger where needed.</summary>
    /// <param name="destination">The vector whose buffers are used.</param>
    /// <param name="newLogicalLength">The length of the new vector.</param>
    /// <param name="valuesCount">The number of explicit values; the length where it is not given.</param>
    /// <param name="maxValuesCapacity">A bound to the size of new buffers; the length where it is not given.</param>
    /// <param name="keepOldOnResize">Whether a new buffer gets the values of the old one.</param>
    /// <param name="requireIndicesOnDense">Whether a dense vector gets a buffer of indices too.</param>
    public static VBufferEditor<T> Create<T>(
        ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLogicalLength);
        var count = valuesCount ?? newLogicalLength;
        if (count < 0 || count > newLogicalLength)
        {
            throw new ArgumentOutOfRangeException(nameof(valuesCount), count, $"The count of explicit values is from 0 to the length, {newLogicalLength}.");
        }

        var capacity = Math.Max(count, maxValuesCapacity ?? newLogicalLength);
        var values = destination.ValueBuffer;
        var newValues = Grow(ref values, count, capacity, keepOldOnResize);
        var indices = destination.IndexBuffer;
        var needsIndices = count < newLogicalLength || requireIndicesOnDense;
        var newIndices = needsIndices && Grow(ref indices, count, capacity, keepOldOnResize);
        return new(newLogicalLength, count, values, indices, needsIndices, newValues, newIndices);
    }

    private static bool Grow<T>(ref T[] buffer, int count, int capacity, bool keep)
    {
        var old = buffer?.Length ?? 0;
        if (old >= count)
        {
            buffer ??= [];
            return false;
        }

        // Doubling bounds the number of times that a buffer grows while the rows get longer.
        var grown = new T[(int)Math.Min(capacity, Math.Max(count, 2L * old))];
        if (keep && buffer != null)
        {
            Array.Copy(buffer, grown, old);
        }

        buffer = grown;
        return true;
    }
}
