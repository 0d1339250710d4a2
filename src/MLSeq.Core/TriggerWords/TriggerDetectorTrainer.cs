using MLSeq.Audio;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.TriggerWords;

/// <summary>
/// Trains a <see cref="TriggerDetector"/> on clips of which it is known where the word ends: for some time after that, the answer of each
/// step is 1, else 0.
/// </summary>
public sealed class TriggerDetectorTrainer
{
    private readonly SequenceNetworkOptions _network;
    private readonly SequenceTrainerOptions _training;
    private readonly LogMelOptions _features;
    private readonly double _labelLength;

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network's shape; what it reads and answers is set by the trainer. Null for one GRU layer of 128.</param>
    /// <param name="training">How to train. Null for the defaults.</param>
    /// <param name="features">How features are made, without normalization over a clip. Null for the defaults with 3 frames a step.</param>
    /// <param name="labelLength">For how long after a word's end the answer is 1, in seconds.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public TriggerDetectorTrainer(
        SequenceNetworkOptions? network = null, SequenceTrainerOptions? training = null, LogMelOptions? features = null, double labelLength = 0.4)
    {
        _features = features?.Copy() ?? new() { FramesPerStep = 3, Normalization = AudioNormalization.None };
        _features.Check();
        OptionCheck.Require(
            _features.Normalization == AudioNormalization.None, nameof(_features.Normalization), _features.Normalization,
            $"{AudioNormalization.None}: sound that comes bit by bit has no end to wait for");
        OptionCheck.Require(labelLength >= _features.StepSeconds && labelLength <= 60, nameof(labelLength), labelLength, $"a step, {_features.StepSeconds} seconds, to 60 seconds");
        _labelLength = labelLength;
        _network = network?.Copy() ?? new() { Cell = RecurrentCell.Gru, HiddenSize = 128 };
        (_network.VocabularySize, _network.FrameSize, _network.Pooling) = (0, _features.StepSize, SequencePooling.None);
        (_network.Output, _network.OutputSize) = (NetworkOutput.Sigmoid, 1);
        OptionCheck.Require(!_network.Bidirectional, nameof(_network.Bidirectional), true, "false: a detector cannot wait for the end of the sound");
        _network.Check();
        _training = training?.Copy() ?? new();
        _training.Check();
    }

    /// <summary>Trains. Features of all clips are kept in memory.</summary>
    /// <param name="clips">The clips, at any sample rate.</param>
    /// <param name="validation">The clips that decide the best epoch; null to hold out a fraction of the others.</param>
    /// <param name="detection">When a word counts as detected; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no clips, or the word is in none of them.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public TriggerDetector Fit(IEnumerable<TriggerClip> clips, IEnumerable<TriggerClip>? validation = null, TriggerDetectionOptions? detection = null)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var spectrogram = new LogMelSpectrogram(_features);
        var (train, targets) = Read(clips, spectrogram);
        if (!targets.Exists(t => t.Contains(1)))
        {
            throw new ArgumentException($"There are {train.Count} clips, in none of which the trigger word ends.", nameof(clips));
        }

        var scale = FeatureScale.Of(train, _features.StepSize);
        var examples = Examples(train, targets, scale);
        var held = validation is null ? null : Read(validation, spectrogram) is var (features, expected) ? Examples(features, expected, scale) : null;
        var network = new SequenceNetwork(_network, _training.Seed);
        var history = new SequenceTrainer(network, _training).Fit(() => examples, held is null ? null : () => held);
        return new TriggerDetector(network, _features, scale, detection ?? new()) { History = history };
    }

    /// <summary>The features of clips, and the answers of their steps.</summary>
    private (List<float[]> Features, List<float[]> Targets) Read(IEnumerable<TriggerClip> clips, LogMelSpectrogram spectrogram)
    {
        var (features, targets) = (new List<float[]>(), new List<float[]>());
        foreach (var clip in clips)
        {
            _training.CancellationToken.ThrowIfCancellationRequested();
            var frames = spectrogram.Compute(clip.Clip);
            if (frames.Length > 0)
            {
                features.Add(frames);
                targets.Add(Answers(clip.Ends, frames.Length / _features.StepSize));
            }
        }

        return (features, targets);
    }

    private float[] Answers(IReadOnlyList<double> ends, int steps)
    {
        var answers = new float[steps];
        foreach (var end in ends)
        {
            var first = Math.Clamp((int)Math.Ceiling(end / _features.StepSeconds), 0, steps);
            var last = Math.Clamp((int)Math.Ceiling((end + _labelLength) / _features.StepSeconds), first, steps);
            answers.AsSpan(first..last).Fill(1);
        }

        return answers;
    }

    private static List<SequenceExample> Examples(List<float[]> features, List<float[]> targets, FeatureScale scale)
    {
        foreach (var clip in features)
        {
            scale.Apply(clip);
        }

        return [.. features.Zip(targets, (frames, answers) => new SequenceExample { Frames = frames, Targets = answers })];
    }
}
