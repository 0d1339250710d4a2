using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>How a network is trained: what all of MLSeq's trainers of recurrent networks share.</summary>
public abstract class SequenceTrainingOptions
{
    /// <summary>How often the data is gone through, at most. Default: 10.</summary>
    public int Epochs { get; set; } = 10;

    /// <summary>How many examples a training step takes. Default: 32.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>How a step changes the weights. Default: Adam.</summary>
    public Optimizer Optimizer { get; set; }

    /// <summary>
    /// The optimizer's step size. Default: 0.001, which suits Adam; stochastic gradient descent wants more, often 0.1 to 1.
    /// </summary>
    public float LearningRate { get; set; } = 1e-3f;

    /// <inheritdoc cref="SequenceTrainerOptions.Momentum"/>
    public float Momentum { get; set; }

    /// <inheritdoc cref="SequenceTrainerOptions.Nesterov"/>
    public bool Nesterov { get; set; }

    /// <inheritdoc cref="SequenceTrainerOptions.Beta1"/>
    public float Beta1 { get; set; } = 0.9f;

    /// <inheritdoc cref="SequenceTrainerOptions.Beta2"/>
    public float? Beta2 { get; set; }

    /// <inheritdoc cref="SequenceTrainerOptions.Epsilon"/>
    public float? Epsilon { get; set; }

    /// <inheritdoc cref="SequenceTrainerOptions.WeightDecay"/>
    public float WeightDecay { get; set; }

    /// <summary>
    /// How the step size changes while training goes on. Default: <see cref="LearningRateSchedule.Decay"/>, which leaves it as it is
    /// where <see cref="Decay"/> is 1.
    /// </summary>
    public LearningRateSchedule Schedule { get; set; }

    /// <summary>What <see cref="Schedule"/> multiplies the step size by, above 0 and at most 1. Default: 1.</summary>
    public float Decay { get; set; } = 1;

    /// <summary>
    /// How many epochs train at the full <see cref="LearningRate"/> before <see cref="Decay"/> sets in; between two reductions of the
    /// schedules <see cref="LearningRateSchedule.Step"/> and <see cref="LearningRateSchedule.Plateau"/>. Default: 1.
    /// </summary>
    public int DecayAfter { get; set; } = 1;

    /// <summary>Over how many steps the step size first grows in a straight line to what <see cref="Schedule"/> gives. Default: 0.</summary>
    public int WarmupSteps { get; set; }

    /// <summary>
    /// Whether a sequence's loss is the sum over its steps and not the mean over all answers of the batch, as in published language models (Zaremba,
    /// Sutskever and Vinyals, 2014): gradients are then as many times longer, on which the step size of plain SGD and the clipping depend. Default: no.
    /// </summary>
    public bool SumOverSteps { get; set; }

    /// <summary>The largest global norm of a step's gradients; longer ones are scaled down. 0 for no limit. Default: 5.</summary>
    public float ClipNorm { get; set; } = 5;

    /// <summary>The largest size of each single gradient; larger ones are cut, before <see cref="ClipNorm"/>. 0 for no limit. Default: 0.</summary>
    public float ClipValue { get; set; }

    /// <summary>The fraction of the rows held out to find the best epoch; 0 for none. Default: 0.1.</summary>
    public float ValidationFraction { get; set; } = 0.1f;

    /// <summary>After how many epochs without a better validation loss training ends; 0 for never. Default: 2.</summary>
    public int Patience { get; set; } = 2;

    /// <summary>How many threads train; 0 for all cores. Default: 0.</summary>
    public int Threads { get; set; }

    /// <summary>The seed of all randomness; null to take it from the <c>MLContext</c>. Default: null.</summary>
    public int? Seed { get; set; }

    /// <summary>How many examples are shuffled together: bounds the memory. Default: 16384.</summary>
    public int ShufflePoolSize { get; set; } = 16384;

    /// <summary>
    /// A file that holds the state of training while it runs, written every <see cref="CheckpointInterval"/> and when training is
    /// cancelled, deleted when it is done. Where the file exists, training goes on from it and ends with the weights of an unbroken
    /// run, bit by bit; it must have been written with the same data, options and number of threads. Default: none.
    /// </summary>
    public string? CheckpointPath { get; set; }

    /// <summary>
    /// Whether the checkpoint stays where training ends, for the case that its model cannot be saved: training from it ends at once, with the same
    /// weights. Delete the file when the model is safe. Default: no.
    /// </summary>
    public bool KeepCheckpoint { get; set; }

    /// <summary>The time between checkpoints. Default: five minutes.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Receives the size of the gradients after each step, on the training thread. Default: none.</summary>
    public IProgress<GradientStatistics>? GradientStatistics { get; set; }

    /// <summary>Receives progress several times an epoch, on the training thread. Default: none.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Ends the training with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; set; }

    internal SequenceTrainerOptions TrainerOptions(int seed, IProgress<TrainingProgress>? progress) => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        Optimizer = Optimizer,
        LearningRate = LearningRate,
        Momentum = Momentum,
        Nesterov = Nesterov,
        Beta1 = Beta1,
        Beta2 = Beta2,
        Epsilon = Epsilon,
        WeightDecay = WeightDecay,
        Schedule = Schedule,
        Decay = Decay,
        DecayAfter = DecayAfter,
        WarmupSteps = WarmupSteps,
        SumOverSteps = SumOverSteps,
        ClipNorm = ClipNorm,
        ClipValue = ClipValue,
        ValidationFraction = ValidationFraction,
        Patience = Patience,
        Threads = Threads,
        Seed = seed,
        ShufflePoolSize = ShufflePoolSize,
        CheckpointPath = CheckpointPath,
        CheckpointInterval = CheckpointInterval,
        KeepCheckpoint = KeepCheckpoint,
        GradientStatistics = GradientStatistics,
        Progress = progress,
        CancellationToken = CancellationToken,
    };
}
