using System.Collections.Concurrent;
using MLSeq.Audio;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.TriggerWords;

/// <summary>
/// Hears a trigger word. A recurrent network reads the log-mel features of a sound in one direction and gives at each time step the
/// probability that the word has just ended; where that stays high for some steps, the word is detected. Sound may come whole
/// or bit by bit, with the same result. A detector never changes, and may be used by any number of threads at once.
/// </summary>
public sealed partial class TriggerDetector : WordDetector
{
    private readonly ConcurrentBag<SequenceScorer> _scorers = [];
    private readonly FeatureScale _scale;
    private readonly LogMelSpectrogram _features;

    internal TriggerDetector(SequenceNetwork network, LogMelOptions features, FeatureScale scale, TriggerDetectionOptions detection)
        : base(detection)
    {
        var options = network.Options;
        OptionCheck.Require(options.FrameSize == features.StepSize, nameof(options.FrameSize), options.FrameSize, $"the {features.StepSize} features of a step");
        OptionCheck.Require(options.Pooling == SequencePooling.None, nameof(options.Pooling), options.Pooling, $"{SequencePooling.None}");
        OptionCheck.Require(
            options is { Output: NetworkOutput.Sigmoid, OutputSize: 1 }, nameof(options.Output), $"{options.Output} of {options.OutputSize}", $"{NetworkOutput.Sigmoid} of 1");
        OptionCheck.Require(!options.Bidirectional, nameof(options.Bidirectional), true, "false: a detector cannot wait for the end of the sound");
        OptionCheck.Require(features.Normalization == AudioNormalization.None, nameof(features.Normalization), features.Normalization, $"{AudioNormalization.None}");
        (Network, _scale, _features) = (network, scale, new(features));
    }

    /// <summary>The network. Its weights must not be changed.</summary>
    public SequenceNetwork Network { get; }

    /// <summary>How features are made, a copy.</summary>
    public LogMelOptions Features => _features.Options;

    internal FeatureScale Scale => _scale;

    /// <inheritdoc/>
    public override int SampleRate => _features.Options.SampleRate;

    /// <inheritdoc/>
    public override double SecondsPerStep => _features.Options.StepSeconds;

    /// <summary>How the training went; null for a detector that was loaded.</summary>
    public TrainingHistory? History { get; init; }

    /// <inheritdoc/>
    public override TriggerDetector With(TriggerDetectionOptions detection)
    {
        ArgumentNullException.ThrowIfNull(detection);
        return new(Network, Features, _scale, detection) { History = History };
    }

    /// <inheritdoc/>
    public override float[] Probabilities(AudioClip clip)
    {
        var features = _features.Compute(clip);
        if (features.Length == 0)
        {
            return [];
        }

        _scale.Apply(features);
        var output = new float[features.Length / _scale.Size];
        var scorer = _scorers.TryTake(out var free) ? free : Network.CreateScorer();
        scorer.Score(features, output);
        _scorers.Add(scorer);
        return output;
    }

    /// <summary>Listens to sound that comes bit by bit.</summary>
    public TriggerStream CreateStream() => new(_features.CreateStream(), _scale, Network.CreateScorer(), CreateDetection());
}
