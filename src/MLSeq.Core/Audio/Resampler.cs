using System.Numerics.Tensors;

namespace MLSeq.Audio;

/// <summary>
/// Changes the sample rate by band-limited interpolation (Smith and Gossett, 1984): each new sample is a sum of old ones weighted by a sinc
/// under a Kaiser window, cut off at 95 % of the lower rate's half, so that nothing folds back. What lies before and after a clip is silence.
/// </summary>
public sealed class Resampler
{
    /// <summary>The zero crossings of the sinc on each side.</summary>
    private const int Crossings = 32;

    private const double CutOff = 0.95;

    /// <summary>Of the Kaiser window: about 80 dB between what passes and what does not.</summary>
    private const double Beta = 8;

    private readonly int _up;
    private readonly int _down;
    private readonly int _half;
    private readonly float[][] _phases;

    /// <summary>Prepares the weights.</summary>
    /// <param name="fromRate">Samples a second of what comes in.</param>
    /// <param name="toRate">Samples a second of what goes out.</param>
    /// <exception cref="ArgumentException">A rate is not positive, or the two have so little in common that the weights would be too large.</exception>
    public Resampler(int fromRate, int toRate)
    {
        OptionCheck.Require(fromRate > 0, nameof(fromRate), fromRate, "a positive number of samples a second");
        OptionCheck.Require(toRate > 0, nameof(toRate), toRate, "a positive number of samples a second");
        var common = (int)System.Numerics.BigInteger.GreatestCommonDivisor(fromRate, toRate);
        (_up, _down) = (toRate / common, fromRate / common);
        var cutOff = CutOff * Math.Min(1, (double)_up / _down);
        var width = Crossings / cutOff;
        OptionCheck.Require(_up * width <= 1 << 24, "the ratio of sample rates", $"{_up}/{_down}", "rates that have a larger common divisor");
        _half = (int)Math.Ceiling(width);
        _phases = new float[_up][];
        for (var phase = 0; phase < _up; phase++)
        {
            // The new sample lies phase / up behind the old sample of weight half.
            var weights = new double[(2 * _half) + 1];
            for (var i = 0; i < weights.Length; i++)
            {
                var distance = i - _half - ((double)phase / _up);
                weights[i] = cutOff * Sinc(cutOff * distance) * Kaiser(distance / width);
            }

            // A constant stays what it is.
            var sum = weights.Sum();
            _phases[phase] = [.. weights.Select(w => (float)(w / sum))];
        }
    }

    /// <summary>A clip at the new rate: n samples become n times the rates' ratio, rounded up.</summary>
    /// <param name="samples">The samples at the old rate.</param>
    /// <exception cref="ArgumentException">The new clip would be too long.</exception>
    public float[] Resample(ReadOnlySpan<float> samples)
    {
        var length = (((long)samples.Length * _up) + _down - 1) / _down;
        OptionCheck.Require(length + (2L * _half) <= Array.MaxLength, "the length of the resampled clip", length, $"at most {Array.MaxLength} samples");
        var result = new float[length];
        for (var n = 0; n < result.Length; n++)
        {
            var place = (long)n * _down;
            var (first, phase) = ((int)(place / _up) - _half, (int)(place % _up));
            var weights = _phases[phase].AsSpan();
            var (skip, count) = (Math.Max(0, -first), Math.Min(weights.Length, samples.Length - first));
            result[n] = count > skip ? TensorPrimitives.Dot(samples[(first + skip)..(first + count)], weights[skip..count]) : 0;
        }

        return result;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : Bessel(Beta * Math.Sqrt(1 - (x * x))) / Bessel(Beta);

    /// <summary>The modified Bessel function I0, by its power series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1d, 1d);
        for (var k = 1; term > 1e-17 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
