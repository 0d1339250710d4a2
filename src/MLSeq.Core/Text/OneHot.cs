namespace MLSeq.Text;

/// <summary>Ids as rows of zeros with a single one.</summary>
public static class OneHot
{
    /// <summary>Encodes ids.</summary>
    /// <param name="ids">T ids, each from 0 to <paramref name="size"/> - 1.</param>
    /// <param name="size">V, the length of a row: a vocabulary's <see cref="Vocabulary.Count"/>.</param>
    /// <returns>The rows, [T, V] row-major.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id has no place in a row, or the rows are too large for an array.</exception>
    public static float[] Encode(ReadOnlySpan<int> ids, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if ((long)ids.Length * size > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"{ids.Length} rows of {size} numbers do not fit an array.");
        }

        float[] rows = new float[ids.Length * size];
        Encode(ids, size, rows);
        return rows;
    }

    /// <summary>Encodes ids into memory that is there.</summary>
    /// <param name="ids">T ids, each from 0 to <paramref name="size"/> - 1.</param>
    /// <param name="size">V, the length of a row.</param>
    /// <param name="rows">Takes the rows, [T, V] row-major.</param>
    /// <exception cref="ArgumentException"><paramref name="rows"/> has not T·V elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id has no place in a row.</exception>
    public static void Encode(ReadOnlySpan<int> ids, int size, Span<float> rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (rows.Length != (long)ids.Length * size)
        {
            throw new ArgumentException($"Found room for {rows.Length} numbers, expected {ids.Length} rows of {size}.", nameof(rows));
        }

        rows.Clear();
        for (int t = 0; t < ids.Length; t++)
        {
            if ((uint)ids[t] >= (uint)size)
            {
                throw new ArgumentOutOfRangeException(nameof(ids), ids[t], $"Id {t} must be from 0 to {size - 1}.");
            }

            rows[(t * size) + ids[t]] = 1;
        }
    }
}
