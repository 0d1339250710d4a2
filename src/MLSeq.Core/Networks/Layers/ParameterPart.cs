namespace MLSeq.Networks.Layers;

/// <summary>Consecutive rows of a parameter and of its gradient: one direction's, or one gate's.</summary>
internal sealed class ParameterPart(DenseGradient gradient, int firstRow, int rows)
{
    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary>The length of a row.</summary>
    public int Columns => gradient.Parameter.Columns;

    /// <summary>The weights [Rows, Columns].</summary>
    public Span<float> Values => gradient.Parameter.Values.Slice(firstRow * Columns, rows * Columns);

    /// <summary>dL/dP [Rows, Columns].</summary>
    public Span<float> Gradient => gradient.Values.Slice(firstRow * Columns, rows * Columns);

    /// <summary>Some of the rows.</summary>
    public ParameterPart Slice(int first, int count) => new(gradient, firstRow + first, count);
}
