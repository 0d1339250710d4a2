using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>A named matrix of learned weights, shared by all scorers and training threads of its network.</summary>
public sealed class Parameter
{
    private readonly AlignedBuffer _values;

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
}
