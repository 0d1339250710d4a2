using MLSeq.Networks;
using MLSeq.Numerics;

namespace MLSeq.Decoding;

/// <summary>
/// Goes on with sequences of frames of zeros and ones, such as the notes that sound at a time: a network tells of each label of the next frame how
/// probable it is, labels are drawn each for itself, and the frame that comes of it is read in turn.
/// </summary>
public sealed class FrameGenerator
{
    private readonly SequenceNetwork _network;
    private readonly int _size;

    /// <summary>Makes a generator.</summary>
    /// <param name="network">
    /// A network in one direction whose answers are the probabilities of the labels of the frame after (<see cref="NetworkOutput.Sigmoid"/>), at each
    /// step (<see cref="SequencePooling.None"/>) or after the last one (<see cref="SequencePooling.Last"/>).
    /// </param>
    /// <exception cref="ArgumentException">The network is not of this kind.</exception>
    public FrameGenerator(SequenceNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var options = network.Options;
        OptionCheck.Require(options.Output == NetworkOutput.Sigmoid, nameof(options.Output), options.Output, $"{NetworkOutput.Sigmoid}");
        OptionCheck.Require(options.FrameSize > 0, nameof(options.FrameSize), options.FrameSize, "the size of a frame, not token ids");
        OptionCheck.Require(
            options.OutputSize == options.FrameSize, nameof(options.OutputSize), options.OutputSize, $"as many labels as a frame has values, {options.FrameSize}");
        OptionCheck.Require(
            options.Pooling is SequencePooling.None or SequencePooling.Last, nameof(options.Pooling), options.Pooling, $"{SequencePooling.None} or {SequencePooling.Last}");
        OptionCheck.Require(!options.Bidirectional, nameof(options.Bidirectional), options.Bidirectional, "false: what comes next is not known yet");
        (_network, _size) = (network, options.FrameSize);
    }

    /// <summary>Goes on with a sequence.</summary>
    /// <param name="start">Its first frames [T, FrameSize], row-major; empty to go on after one frame of zeros.</param>
    /// <param name="steps">How many frames follow.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="temperature">
    /// What the logarithms of the odds are divided by: below 1 the likely becomes likelier; at 0 a label is set where it is likelier than not.
    /// </param>
    /// <returns>The frames that follow [steps, FrameSize], of zeros and ones.</returns>
    /// <exception cref="ArgumentException">A value of <paramref name="start"/> is not finite, or a frame is incomplete.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> or <paramref name="temperature"/> is negative, or the latter not finite.</exception>
    public float[] Generate(ReadOnlySpan<float> start, int steps, int seed = 1, float temperature = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (!(float.IsFinite(temperature) && temperature >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "Expected 0 or a positive number.");
        }

        var generated = new float[checked(steps * _size)];
        var scorer = _network.CreateScorer();
        var random = new SeededRandom(seed);
        var read = start.IsEmpty ? new float[_size] : start;
        var answers = _network.Options.Pooling == SequencePooling.None ? read.Length / _size : 1;
        Span<float> scores = new float[answers * _size];
        for (var step = 0; step < steps; step++)
        {
            scorer.Continue(read, scores);
            var frame = generated.AsSpan(step * _size, _size);
            scores = scores[^_size..];
            Draw(scores, frame, random, temperature);
            read = frame;
        }

        return generated;
    }

    private static void Draw(ReadOnlySpan<float> probabilities, Span<float> frame, SeededRandom random, float temperature)
    {
        for (var label = 0; label < frame.Length; label++)
        {
            double p = probabilities[label];
            if (temperature == 0)
            {
                p = p > 0.5 ? 1 : 0;
            }
            else if (temperature != 1)
            {
                // Odds of 0 and of infinity stay what they are.
                p = 1 / (1 + Math.Pow((1 - p) / p, 1 / temperature));
            }

            frame[label] = random.NextDouble() < p ? 1 : 0;
        }
    }
}
