using System.Numerics.Tensors;

namespace MLSeq.Audio;

/// <summary>
/// Triangles over frequency whose corners are equally far apart in mel, m(f) = 2595 log10(1 + f/700) (O'Shaughnessy, 1987): each rises from 0 at the
/// centre of the one before to 1 at its own, and falls to 0 at that of the next.
/// </summary>
internal sealed class MelFilters
{
    private readonly int[] _starts;
    private readonly float[][] _weights;

    /// <param name="options">The bands and the sample rate.</param>
    /// <param name="size">The size N of the transform.</param>
    /// <exception cref="ArgumentException">A band lies between two frequencies of the transform, so that it would always be silent.</exception>
    public MelFilters(LogMelOptions options, int size)
    {
        TransformSize = size;
        var (low, high) = (Mel(options.LowFrequency), Mel(options.Ceiling));
        var corners = Enumerable.Range(0, options.Bands + 2).Select(i => Frequency(low + ((high - low) * i / (options.Bands + 1)))).ToArray();
        _starts = new int[options.Bands];
        _weights = new float[options.Bands][];
        for (var band = 0; band < options.Bands; band++)
        {
            var (left, centre, right) = (corners[band], corners[band + 1], corners[band + 2]);
            var weights = Enumerable.Range(0, (size / 2) + 1).Select(k =>
            {
                var frequency = (double)k * options.SampleRate / size;
                return (float)Math.Max(0, Math.Min((frequency - left) / (centre - left), (right - frequency) / (right - centre)));
            }).ToArray();
            _starts[band] = Array.FindIndex(weights, weight => weight > 0);
            OptionCheck.Require(_starts[band] >= 0, nameof(options.Bands), options.Bands,
                $"fewer, or a longer {nameof(options.FrameLength)}: band {band + 1}, {left:F0} to {right:F0} Hz, has none of the frequencies, which are {(double)options.SampleRate / size:F1} Hz apart");
            _weights[band] = weights[_starts[band]..(Array.FindLastIndex(weights, weight => weight > 0) + 1)];
        }
    }

    /// <summary>The size N of the transform.</summary>
    public int TransformSize { get; }

    /// <summary>The number of frequencies whose power is known, N / 2 + 1.</summary>
    public int Frequencies => (TransformSize / 2) + 1;

    /// <summary>Where a frequency lies among the bands: at 0.5 the first one has its centre, at 1.5 the second.</summary>
    public static double PlaceOf(double frequency, LogMelOptions options)
    {
        var (low, high) = (Mel(options.LowFrequency), Mel(options.Ceiling));
        return ((Mel(frequency) - low) / (high - low) * (options.Bands + 1)) - 0.5;
    }

    /// <summary>The weights of all frequencies in each band [Bands, copies x Frequencies], side by side as often as is said.</summary>
    public float[] ToMatrix(int copies)
    {
        var matrix = new float[_weights.Length * copies * Frequencies];
        for (var row = 0; row < _weights.Length * copies; row++)
        {
            _weights[row / copies].CopyTo(matrix, (row * Frequencies) + _starts[row / copies]);
        }

        return matrix;
    }

    /// <summary>The power in each band.</summary>
    public void Apply(ReadOnlySpan<float> power, Span<float> bands)
    {
        for (var band = 0; band < bands.Length; band++)
        {
            bands[band] = TensorPrimitives.Dot(power.Slice(_starts[band], _weights[band].Length), _weights[band]);
        }
    }

    private static double Mel(double frequency) => 2595 * Math.Log10(1 + (frequency / 700));

    private static double Frequency(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
