using System.Runtime.InteropServices;
using MLSeq.Audio;
using MLSeq.Networks;

namespace MLSeq.TriggerWords;

/// <summary>
/// Listens to sound that comes bit by bit, carrying the network's state: what it detects is what <see cref="WordDetector.Detect(AudioClip)"/> does in all of the
/// sound at once. For one thread.
/// </summary>
public sealed class TriggerStream
{
    private readonly LogMelStream _features;
    private readonly FeatureScale _scale;
    private readonly SequenceScorer _scorer;
    private readonly TriggerDetection _detection;
    private readonly List<float> _steps = [];
    private float[] _output = [];

    internal TriggerStream(LogMelStream features, FeatureScale scale, SequenceScorer scorer, TriggerDetection detection) =>
        (_features, _scale, _scorer, _detection) = (features, scale, scorer, detection);

    /// <summary>Takes in samples.</summary>
    /// <param name="samples">The samples after those of the last call, any number, at the sample rate of the detector's features.</param>
    /// <returns>When the word was heard, in seconds from the start of the sound; mostly none.</returns>
    /// <exception cref="ArgumentException">A sample is no finite number.</exception>
    public IReadOnlyList<double> Add(ReadOnlySpan<float> samples)
    {
        _features.Add(samples, _steps);
        return Detect();
    }

    /// <summary>Ends the sound.</summary>
    /// <returns>When the word was heard in what was left of it.</returns>
    public IReadOnlyList<double> Finish()
    {
        _features.Finish(_steps);
        return Detect();
    }

    private List<double> Detect()
    {
        var detected = new List<double>();
        var features = CollectionsMarshal.AsSpan(_steps);
        if (features.IsEmpty)
        {
            return detected;
        }

        _scale.Apply(features);
        var count = features.Length / _scale.Size;
        if (_output.Length < count)
        {
            _output = new float[count];
        }

        _scorer.Continue(features, _output.AsSpan(0, count));
        foreach (var probability in _output.AsSpan(0, count))
        {
            if (_detection.Add(probability) is { } time)
            {
                detected.Add(time);
            }
        }

        _steps.Clear();
        return detected;
    }
}
