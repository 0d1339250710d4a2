using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>A row-major matrix in memory that is kept when it shrinks, so that a warm training step allocates nothing.</summary>
internal sealed class Matrix
{
    private readonly AlignedBuffer _values = new();

    public int Rows { get; private set; }

    public int Columns { get; private set; }

    /// <summary>All values [Rows, Columns].</summary>
    public Span<float> Span => _values.Span;

    /// <summary>The values from the start of row <paramref name="row"/> on.</summary>
    public Span<float> From(int row) => _values.Span[(row * Columns)..];

    /// <summary>One row [Columns].</summary>
    public Span<float> Row(int row) => _values.Span.Slice(row * Columns, Columns);

    /// <summary>Gives the matrix a new shape; its values are then undefined.</summary>
    public Matrix Resize(int rows, int columns)
    {
        _values.Resize(checked(rows * columns));
        Rows = rows;
        Columns = columns;
        return this;
    }

    /// <summary>Makes each row r what row <paramref name="rows"/>[r] was; there may be more or fewer rows than before.</summary>
    /// <param name="rows">The rows to take.</param>
    /// <param name="scratch">Memory to work in.</param>
    public void Select(ReadOnlySpan<int> rows, Matrix scratch)
    {
        scratch.Resize(rows.Length, Columns);
        for (var r = 0; r < rows.Length; r++)
        {
            Row(rows[r]).CopyTo(scratch.Row(r));
        }

        Resize(rows.Length, Columns);
        scratch.Span.CopyTo(Span);
    }
}
