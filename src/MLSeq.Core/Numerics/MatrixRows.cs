using MLSeq.Numerics.Matrices;

namespace MLSeq.Numerics;

/// <summary>Operations on the rows of row-major matrices.</summary>
internal static class MatrixRows
{
    /// <summary>Adds <paramref name="bias"/> [columns] to each row of x [rows, columns].</summary>
    public static void AddBias(int rows, int columns, Span<float> x, int ldx, ReadOnlySpan<float> bias)
    {
        for (var r = 0; r < rows; r++)
        {
            Vectors.Add(bias[..columns], x.Slice(r * ldx, columns));
        }
    }

    /// <summary>Sets each row of x [rows, columns] to <paramref name="values"/> [columns]: the bias before a product accumulates.</summary>
    public static void Fill(int rows, int columns, Span<float> x, int ldx, ReadOnlySpan<float> values)
    {
        for (var r = 0; r < rows; r++)
        {
            values[..columns].CopyTo(x.Slice(r * ldx, columns));
        }
    }

    /// <summary>y [columns, rows] = x-transposed, for x [rows, columns].</summary>
    public static void Transpose(int rows, int columns, ReadOnlySpan<float> x, Span<float> y) =>
        Packing.Columns(rows, columns, x, columns, y, rows);

    /// <summary>sums[j] = sum over rows of x[row, j], or += with <paramref name="accumulate"/>: a bias' gradient.</summary>
    public static void Sum(int rows, int columns, ReadOnlySpan<float> x, int ldx, Span<float> sums, bool accumulate)
    {
        sums = sums[..columns];
        if (!accumulate)
        {
            sums.Clear();
        }

        for (var r = 0; r < rows; r++)
        {
            Vectors.Add(x.Slice(r * ldx, columns), sums);
        }
    }

    /// <summary>rows[i] = table[ids[i]] for tables [?, columns] and rows [ids.Length, columns]: an embedding look-up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative or past the table's end.</exception>
    public static void Gather(ReadOnlySpan<float> table, int columns, ReadOnlySpan<int> ids, Span<float> rows)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            table.Slice(RowStart(ids[i], columns, table.Length), columns).CopyTo(rows[(i * columns)..]);
        }
    }

    /// <summary>table[ids[i]] += rows[i], in the order of i, ids may repeat: an embedding's gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative or past the table's end.</exception>
    public static void ScatterAdd(ReadOnlySpan<float> rows, int columns, ReadOnlySpan<int> ids, Span<float> table)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            var row = table.Slice(RowStart(ids[i], columns, table.Length), columns);
            Vectors.Add(rows.Slice(i * columns, columns), row);
        }
    }

    private static int RowStart(int id, int columns, int tableLength)
    {
        if (id < 0 || (id + 1L) * columns > tableLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(id), id, $"Ids must be at least 0 and below the table's {tableLength / Math.Max(columns, 1)} rows.");
        }

        return id * columns;
    }
}
