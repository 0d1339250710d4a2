namespace MLSeq.Tests.Networks;

/// <summary>The bar of all numeric tests: a relative error of at most 1e-4.</summary>
internal static class Close
{
    private const double Tolerance = 1e-4;

    /// <summary>
    /// Each value is within the tolerance of the expected one, relative to it or, where it is smaller, to the root mean
    /// square of all: an element that is zero but for cancellation has no relative error of its own.
    /// </summary>
    public static void To(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var squares = 0d;
        foreach (var value in expected)
        {
            squares += value * value;
        }

        var typical = Math.Sqrt(squares / expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs(expected[i] - actual[i]);
            Assert.True(
                error <= Tolerance * Math.Max(Math.Abs(expected[i]), typical) + 1e-9,
                $"{what}[{i}]: {actual[i]}, expected {expected[i]} (typical size {typical})");
        }
    }
}
