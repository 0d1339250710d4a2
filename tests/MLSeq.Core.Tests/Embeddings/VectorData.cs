using MLSeq.Embeddings;

namespace MLSeq.Tests.Embeddings;

/// <summary>Vectors to test with.</summary>
internal static class VectorData
{
    /// <summary>Words w0, w1, ... with normally distributed values.</summary>
    public static WordVectors Draw(int count, int dimensions, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[count * dimensions];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return new WordVectors(Enumerable.Range(0, count).Select(i => $"w{i}"), dimensions, values);
    }

    /// <summary>The cosine, written out.</summary>
    public static double Cosine(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var (dot, squaresOfA, squaresOfB) = (0d, 0d, 0d);
        for (var i = 0; i < a.Count; i++)
        {
            dot += a[i] * b[i];
            squaresOfA += a[i] * a[i];
            squaresOfB += b[i] * b[i];
        }

        return squaresOfA == 0 || squaresOfB == 0 ? 0 : dot / Math.Sqrt(squaresOfA) / Math.Sqrt(squaresOfB);
    }

    /// <summary>A vector in double precision.</summary>
    public static double[] Doubles(this WordVectors vectors, int index) => [.. vectors.GetVector(index).ToArray().Select(value => (double)value)];

    /// <summary>A vector in double precision, brought to length 1.</summary>
    public static double[] Unit(this WordVectors vectors, string word)
    {
        var vector = vectors.Doubles(vectors.IndexOf(word));
        var norm = Math.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / norm)];
    }

    public static void AssertSame(WordVectors expected, WordVectors actual)
    {
        Assert.Equal(expected.Words, actual.Words);
        Assert.Equal(expected.Dimensions, actual.Dimensions);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(
                expected.GetVector(i).ToArray().Select(BitConverter.SingleToInt32Bits),
                actual.GetVector(i).ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }
}
