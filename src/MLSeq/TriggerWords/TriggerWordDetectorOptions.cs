using MLSeq.Audio;
using MLSeq.Networks;
using MLSeq.TriggerWords;

namespace MLSeq;

/// <summary>Options of <c>Sequences().Trainers.TriggerWordDetector</c>.</summary>
public sealed class TriggerWordDetectorOptions : RecurrentNetworkOptions
{
    /// <summary>
    /// Makes options: a GRU of 128 units with a dropout of 0.2, trained for 20 epochs, none of which is the last for want of progress, in batches of 16 clips
    /// at a learning rate of 0.004.
    /// </summary>
    public TriggerWordDetectorOptions() =>
        (Cell, Dropout, Epochs, Patience, BatchSize, LearningRate) = (RecurrentCell.Gru, 0.2f, 20, 0, 16, 0.004f);

    /// <summary>How features are made of the sound, without normalization over a clip. Default: 16 kHz, 40 bands, 3 frames (30 ms) a step.</summary>
    public LogMelOptions Features { get; set; } = new() { FramesPerStep = 3, Normalization = AudioNormalization.None };

    /// <summary>For how long after a word's end the network is taught to answer 1, in seconds. Default: 0.4.</summary>
    public double LabelLength { get; set; } = 0.4;

    /// <summary>When a word counts as detected. The transformer can be given another way to decide later. Default: probability 0.5 for 3 steps on end.</summary>
    public TriggerDetectionOptions Detection { get; set; } = new();

    /// <inheritdoc/>
    internal override void Check()
    {
        if (WordVectors is not null)
        {
            throw new ArgumentException($"{nameof(WordVectors)} are given; expected none, since the network reads sound.");
        }

        base.Check();
        ArgumentNullException.ThrowIfNull(Features);
        ArgumentNullException.ThrowIfNull(Detection);
        Detection.Check();
        _ = Trainer(seed: 0, progress: null);
    }

    internal TriggerDetectorTrainer Trainer(int seed, IProgress<Networks.Training.TrainingProgress>? progress) =>
        new(NetworkOptions(0, 1, NetworkOutput.Sigmoid), TrainerOptions(seed, progress), Features, LabelLength);
}
