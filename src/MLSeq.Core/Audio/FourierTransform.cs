namespace MLSeq.Audio;

/// <summary>
/// The power spectrum of real frames by the fast Fourier transform (Cooley and Tukey, 1965, radix 2). Two by two, N real samples are taken for N/2
/// complex ones, from whose transform that of the real ones follows.
/// </summary>
internal sealed class FourierTransform
{
    private readonly int _half;
    private readonly float[] _real;
    private readonly float[] _imaginary;
    private readonly float[] _cosines;
    private readonly float[] _sines;
    private readonly int[] _reversed;

    /// <param name="size">N, a power of two from 4 up.</param>
    public FourierTransform(int size)
    {
        _half = size / 2;
        (_real, _imaginary, _reversed) = (new float[_half], new float[_half], new int[_half]);
        (_cosines, _sines) = (new float[_half], new float[_half]);
        var bits = System.Numerics.BitOperations.Log2((uint)_half);
        for (var i = 0; i < _half; i++)
        {
            _cosines[i] = (float)Math.Cos(2 * Math.PI * i / size);
            _sines[i] = (float)-Math.Sin(2 * Math.PI * i / size);
            _reversed[i] = bits == 0 ? 0 : (_reversed[i >> 1] >> 1) | ((i & 1) << (bits - 1));
        }
    }

    /// <summary>|X[k]|^2 = |sum over n of x[n] e^(-2 pi i k n / N)|^2.</summary>
    /// <param name="samples">x [up to N]; the rest is 0.</param>
    /// <param name="power">Where the powers go [N / 2 + 1].</param>
    public void Power(ReadOnlySpan<float> samples, Span<float> power)
    {
        for (var i = 0; i < _half; i++)
        {
            var n = 2 * _reversed[i];
            _real[i] = n < samples.Length ? samples[n] : 0;
            _imaginary[i] = n + 1 < samples.Length ? samples[n + 1] : 0;
        }

        Transform();
        for (var k = 0; k <= _half; k++)
        {
            var (i, j) = (k % _half, (_half - k) % _half);
            var (evenReal, evenImaginary) = (0.5f * (_real[i] + _real[j]), 0.5f * (_imaginary[i] - _imaginary[j]));
            var (oddReal, oddImaginary) = (0.5f * (_imaginary[i] + _imaginary[j]), 0.5f * (_real[j] - _real[i]));
            var (cosine, sine) = k == _half ? (-1f, 0f) : (_cosines[k], _sines[k]);
            var real = evenReal + (cosine * oddReal) - (sine * oddImaginary);
            var imaginary = evenImaginary + (cosine * oddImaginary) + (sine * oddReal);
            power[k] = (real * real) + (imaginary * imaginary);
        }
    }

    private void Transform()
    {
        for (var size = 2; size <= _half; size *= 2)
        {
            var (middle, stride) = (size / 2, 2 * _half / size);
            for (var start = 0; start < _half; start += size)
            {
                for (var k = 0; k < middle; k++)
                {
                    var (a, b) = (start + k, start + k + middle);
                    var (cosine, sine) = (_cosines[k * stride], _sines[k * stride]);
                    var real = (cosine * _real[b]) - (sine * _imaginary[b]);
                    var imaginary = (cosine * _imaginary[b]) + (sine * _real[b]);
                    (_real[b], _imaginary[b]) = (_real[a] - real, _imaginary[a] - imaginary);
                    (_real[a], _imaginary[a]) = (_real[a] + real, _imaginary[a] + imaginary);
                }
            }
        }
    }
}
