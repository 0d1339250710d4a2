using MLSeq.Embeddings.Search;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Debiasing;

/// <summary>
/// The direction in which the vectors of a pair's words differ, such as that of gender (Bolukbasi, Chang, Zou, Saligrama
/// and Kalai, 'Man is to computer programmer as woman is to homemaker?', 2016). It points from the pairs' second words to
/// their first.
/// </summary>
public sealed class BiasDirection
{
    private const int MaxIterations = 10_000;
    private const double Tolerance = 1e-14;

    private readonly float[] _vector;

    private BiasDirection(double[] vector, double explainedVariance)
    {
        _vector = [.. vector.Select(value => (float)value)];
        ExplainedVariance = explainedVariance;
    }

    /// <summary>The direction, a vector of length 1.</summary>
    public ReadOnlySpan<float> Vector => _vector;

    /// <summary>How much of the pairs' variance about their means lies in this direction, from 0 to 1.</summary>
    public double ExplainedVariance { get; }

    /// <summary>Finds the direction.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="pairs">Pairs of words that differ in nothing else, such as ('he', 'she').</param>
    /// <param name="method">How.</param>
    /// <exception cref="KeyNotFoundException">A word has no vector; names it.</exception>
    /// <exception cref="ArgumentException">There are no pairs, or they give no direction because their words' vectors are the same or their differences cancel out.</exception>
    public static BiasDirection FromPairs(
        WordVectors vectors, IEnumerable<(string First, string Second)> pairs, BiasMethod method = BiasMethod.PrincipalComponent)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(pairs);
        if (method is not BiasMethod.Mean and not BiasMethod.PrincipalComponent)
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, $"Expected {BiasMethod.Mean} or {BiasMethod.PrincipalComponent}.");
        }

        var differences = pairs.Select(pair => Difference(vectors[pair.First], vectors[pair.Second])).ToList();
        var mean = new double[vectors.Dimensions];
        foreach (var difference in differences)
        {
            Add(difference, 1, mean);
        }

        // A pair's centred words are plus and minus half its difference, so the differences have the same components.
        var direction = method == BiasMethod.Mean ? mean : PrincipalComponent(differences, vectors.Dimensions);
        var variance = differences.Sum(difference => Dot(difference, difference));
        if (variance == 0 || !TryNormalize(direction))
        {
            throw new ArgumentException(
                $"Found no direction in {differences.Count} pairs; expected pairs whose vectors differ, and in the same way.", nameof(pairs));
        }

        if (Dot(direction, mean) < 0)
        {
            Scale(-1, direction);
        }

        return new BiasDirection(direction, differences.Sum(difference => Math.Pow(Dot(difference, direction), 2)) / variance);
    }

    /// <summary>The cosine of a word's vector and the direction: above zero towards the pairs' first words.</summary>
    /// <param name="vectors">Vectors of the same dimensions.</param>
    /// <param name="word">The word.</param>
    /// <exception cref="KeyNotFoundException">The word has no vector; names it.</exception>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public double Project(WordVectors vectors, string word)
    {
        Check(vectors);
        return ExactCosine.Of(vectors[word].Span, _vector);
    }

    /// <exception cref="ArgumentException">The vectors have other dimensions.</exception>
    internal void Check(WordVectors vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Dimensions != _vector.Length)
        {
            throw new ArgumentException($"Found vectors of {vectors.Dimensions} dimensions; expected the direction's {_vector.Length}.", nameof(vectors));
        }
    }

    /// <summary>The difference of two vectors, each brought to length 1.</summary>
    private static double[] Difference(WordVector first, WordVector second)
    {
        var difference = new double[first.Dimensions];
        var (normOfFirst, normOfSecond) = (ExactCosine.Norm(first.Span), ExactCosine.Norm(second.Span));
        for (var i = 0; i < difference.Length; i++)
        {
            difference[i] = (normOfFirst == 0 ? 0 : first.Span[i] / normOfFirst) - (normOfSecond == 0 ? 0 : second.Span[i] / normOfSecond);
        }

        return difference;
    }

    /// <summary>The first eigenvector of the sum of d d', by power iteration from a vector that is drawn.</summary>
    private static double[] PrincipalComponent(List<double[]> differences, int dimensions)
    {
        var random = new SeededRandom(1);
        var component = new double[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            component[i] = random.NextDouble() - .5;
        }

        TryNormalize(component);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var next = new double[dimensions];
            foreach (var difference in differences)
            {
                Add(difference, Dot(difference, component), next);
            }

            if (!TryNormalize(next) || 1 - Dot(next, component) < Tolerance)
            {
                return next;
            }

            component = next;
        }

        return component;
    }

    private static void Add(double[] x, double factor, double[] sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += factor * x[i];
        }
    }

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0d;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private static void Scale(double factor, double[] x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] *= factor;
        }
    }

    private static bool TryNormalize(double[] x)
    {
        var norm = Math.Sqrt(Dot(x, x));
        if (norm < 1e-12)
        {
            return false;
        }

        Scale(1 / norm, x);
        return true;
    }
}
