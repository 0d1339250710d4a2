namespace MLSeq.Tests.Numerics;

/// <summary>Draws sizes and matrices for tests. What lies between a matrix' rows is NaN, so that reading it shows.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>0 to limit, often small: edges are where kernels go wrong.</summary>
    public int Size(int limit) => _random.Next(3) == 0 ? _random.Next(Math.Min(limit, 4) + 1) : _random.Next(limit + 1);

    public bool Flag() => _random.Next(2) == 0;

    public int Below(int limit) => _random.Next(limit);

    public float Value(float range = 1) => range * ((2 * _random.NextSingle()) - 1);

    public float[] Values(int length, float range = 1)
    {
        var values = new float[length];
        foreach (ref var value in values.AsSpan())
        {
            value = Value(range);
        }

        return values;
    }

    /// <summary>A leading dimension: the width, or more.</summary>
    public int LeadingDimension(int width) => width + (Flag() ? 0 : _random.Next(1, 20));

    /// <summary>A matrix whose last row ends with its last column.</summary>
    public float[] Matrix(int rows, int columns, int ld, float range = 1)
    {
        var values = new float[rows == 0 ? 0 : ((rows - 1) * ld) + columns];
        Array.Fill(values, float.NaN);
        for (var r = 0; r < rows; r++)
        {
            Values(columns, range).CopyTo(values.AsSpan(r * ld));
        }

        return values;
    }
}
