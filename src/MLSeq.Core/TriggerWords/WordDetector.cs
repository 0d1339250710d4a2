using MLSeq.Audio;

namespace MLSeq.TriggerWords;

/// <summary>Hears a trigger word in whole clips: what a <see cref="TriggerDetector"/> and its ONNX model have in common.</summary>
public abstract class WordDetector
{
    private readonly TriggerDetectionOptions _detection;

    private protected WordDetector(TriggerDetectionOptions detection)
    {
        ArgumentNullException.ThrowIfNull(detection);
        detection.Check();
        _detection = detection.Copy();
    }

    /// <summary>When a word counts as detected, a copy.</summary>
    public TriggerDetectionOptions Detection => _detection.Copy();

    /// <summary>The samples a second that sound is brought to.</summary>
    public abstract int SampleRate { get; }

    /// <summary>The length of a time step in seconds.</summary>
    public abstract double SecondsPerStep { get; }

    /// <summary>The detector with another way to decide.</summary>
    /// <param name="detection">When a word counts as detected; copied.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public abstract WordDetector With(TriggerDetectionOptions detection);

    /// <summary>The probability at each time step that the word has just ended, [T].</summary>
    /// <param name="clip">The sound; brought to the sample rate.</param>
    /// <exception cref="ArgumentException">A sample is no finite number.</exception>
    public abstract float[] Probabilities(AudioClip clip);

    /// <summary>When the word was heard, in seconds from the start.</summary>
    /// <param name="clip">The sound; brought to the sample rate.</param>
    /// <exception cref="ArgumentException">A sample is no finite number.</exception>
    public IReadOnlyList<double> Detect(AudioClip clip) => Detect(Probabilities(clip));

    /// <summary>When the word was heard, in seconds from the start.</summary>
    /// <param name="probabilities">What <see cref="Probabilities"/> gave, or the detector's ONNX model.</param>
    public IReadOnlyList<double> Detect(IReadOnlyList<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var detection = CreateDetection();
        return [.. probabilities.Select(detection.Add).OfType<double>()];
    }

    private protected TriggerDetection CreateDetection() => new(_detection, SecondsPerStep);
}
