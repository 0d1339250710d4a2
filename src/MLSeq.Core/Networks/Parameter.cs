using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>A named matrix of learned weights, shared by all scorers and training threads of its network.</summary>
public sealed class Parameter
{
    private readonly AlignedBuffer _values;
    private bool[]? _frozenRows;

    internal Parameter(string name, int rows, int columns)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
        _values = new AlignedBuffer(checked(rows * columns));
    }

    /// <summary>The name, unique in the network, for instance <c>lstm1.recurrent</c>.</summary>
    public string Name { get; }

    /// <summary>The number of rows; 1 for a vector.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The weights [Rows, Columns], row-major. Scorers made before a change may go on with the old ones.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>Whether training leaves all rows as they are.</summary>
    internal bool IsFrozen { get; private set; }

    /// <summary>Whether training leaves a row as it is.</summary>
    internal bool IsFrozenRow(int row) => _frozenRows is not null && _frozenRows[row];

    /// <summary>Has training leave some rows as they are, from the next training on. It is not saved.</summary>
    internal void Freeze(bool[] rows) => (_frozenRows, IsFrozen) = (rows, !rows.Contains(false));
}
