using System.Numerics.Tensors;
using MLSeq.Numerics;

namespace MLSeq.Decoding;

/// <summary>
/// Draws tokens from probabilities. First the temperature T acts, p[i]^(1/T) / sum of p^(1/T); of these the
/// <see cref="SamplingOptions.TopK"/> likeliest stay, and of those, made to sum to 1 again, the fewest that reach
/// <see cref="SamplingOptions.TopP"/>. Equal probabilities rank by token. One sampler serves one thread.
/// </summary>
public sealed class TokenSampler
{
    private readonly SeededRandom _random;
    private readonly float _temperature;
    private readonly int _topK;
    private readonly float _topP;
    private float[] _weights = [];
    private float[] _ranked = [];
    private int[] _tokens = [];

    /// <summary>Makes a sampler at the start of its seed's stream.</summary>
    /// <param name="options">How to choose; copied.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public TokenSampler(SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _random = new SeededRandom(options.Seed);
        (_temperature, _topK, _topP) = (options.Temperature, options.TopK, options.TopP);
    }

    /// <summary>Chooses a token.</summary>
    /// <param name="probabilities">The probability of each token, in any scale: only ratios count.</param>
    /// <returns>The token's place among them.</returns>
    /// <exception cref="ArgumentException">There are none, one is negative or not finite, or all are 0.</exception>
    public int Draw(ReadOnlySpan<float> probabilities) => Draw(probabilities, _random);

    /// <summary>As the other, with a stream of the caller's.</summary>
    internal int Draw(ReadOnlySpan<float> probabilities, SeededRandom random)
    {
        var largest = Largest(probabilities);
        if (_temperature == 0)
        {
            return probabilities.IndexOf(largest);
        }

        if (_weights.Length < probabilities.Length)
        {
            _weights = new float[probabilities.Length];
        }

        // Relative to the largest, so that no power underflows to nothing but zeros.
        var weights = _weights.AsSpan(0, probabilities.Length);
        TensorPrimitives.Divide(probabilities, largest, weights);
        if (_temperature != 1)
        {
            TensorPrimitives.Pow(weights, 1 / _temperature, weights);
        }

        return (_topK > 0 && _topK < weights.Length) || _topP < 1 ? DrawRanked(weights, random) : Pick(weights, Sum(weights), random);
    }

    private int DrawRanked(ReadOnlySpan<float> weights, SeededRandom random)
    {
        var count = Rank(weights);
        count = _topK > 0 ? Math.Min(count, _topK) : count;
        var total = _topK > 0 ? Sum(_ranked.AsSpan(0, count)) : Sum(weights);
        if (_topP < 1)
        {
            var (least, sum, n) = (_topP * total, 0d, 0);
            do
            {
                sum += _ranked[n++];
            }
            while (sum < least && n < count);
            (count, total) = (n, sum);
        }

        return _tokens[Pick(_ranked.AsSpan(0, count), total, random)];
    }

    /// <summary>Puts the tokens that may be drawn first, by falling weight; gives their number.</summary>
    private int Rank(ReadOnlySpan<float> weights)
    {
        if (_ranked.Length < weights.Length)
        {
            (_ranked, _tokens) = (new float[weights.Length], new int[weights.Length]);
        }

        // Tokens below an even share of 1 - p have less than 1 - p together, so the others reach p without them. Most tokens are
        // such, and sorting the rest is cheap. After top-k, p is a share of what that kept, which is not known yet.
        var least = _topK > 0 ? 0 : (float)((1 - _topP) * Sum(weights) / weights.Length);
        var count = 0;
        for (var token = 0; token < weights.Length; token++)
        {
            if (weights[token] >= least && weights[token] > 0)
            {
                (_ranked[count], _tokens[count]) = (-weights[token], token);
                count++;
            }
        }

        SortByWeight(count);
        TensorPrimitives.Negate<float>(_ranked.AsSpan(0, count), _ranked);
        return count;
    }

    /// <summary>Sorts by weight, and tokens of equal weight by number, which an unstable sort alone does not.</summary>
    private void SortByWeight(int count)
    {
        _ranked.AsSpan(0, count).Sort(_tokens.AsSpan(0, count));
        for (var first = 0; first < count;)
        {
            var end = first + 1;
            while (end < count && _ranked[end] == _ranked[first])
            {
                end++;
            }

            _tokens.AsSpan(first, end - first).Sort();
            first = end;
        }
    }

    private static int Pick(ReadOnlySpan<float> weights, double total, SeededRandom random)
    {
        var left = random.NextDouble() * total;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                left -= weights[i];
                if (left < 0)
                {
                    break;
                }
            }
        }

        // Rounding may leave a little at the end; then it is the last one that can be drawn.
        return last;
    }

    private static double Sum(ReadOnlySpan<float> weights)
    {
        var sum = 0d;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    private static float Largest(ReadOnlySpan<float> probabilities)
    {
        var largest = 0f;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var p = probabilities[i];
            if (!(p >= 0) || float.IsInfinity(p))
            {
                throw new ArgumentException($"The probability of token {i} is {p}; expected a finite number of at least 0.", nameof(probabilities));
            }

            largest = Math.Max(largest, p);
        }

        return largest > 0
            ? largest
            : throw new ArgumentException($"None of the {probabilities.Length} tokens has a probability above 0.", nameof(probabilities));
    }
}
