using System.Diagnostics.CodeAnalysis;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Networks.Training;

/// <summary>How a <see cref="SequenceTrainer"/> trains.</summary>
public sealed partial class SequenceTrainerOptions
{
    /// <summary>The largest number of passes over the data. 10 by default.</summary>
    public int Epochs { get; set; } = 10;

    /// <summary>The number of sequences in a step. 32 by default.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>How a step changes the weights. <see cref="Training.Optimizer.Adam"/> by default.</summary>
    public Optimizer Optimizer { get; set; }

    /// <summary>
    /// The optimizer's step size. 0.001 by default, which suits Adam; stochastic gradient descent wants more, often 0.1 to 1.
    /// </summary>
    public float LearningRate { get; set; } = 1e-3f;

    /// <summary>
    /// How much of the step before goes into a step, from 0 up to, but not including, 1: of stochastic gradient descent and
    /// RMSProp. Embeddings keep theirs while their tokens are not in a batch. 0 (none) by default.
    /// </summary>
    public float Momentum { get; set; }

    /// <summary>Whether momentum is Nesterov's; of stochastic gradient descent. No by default.</summary>
    public bool Nesterov { get; set; }

    /// <summary>How slowly Adam's mean of gradients forgets, from 0 up to, but not including, 1. 0.9 by default.</summary>
    public float Beta1 { get; set; } = 0.9f;

    /// <summary>
    /// How slowly the mean of squared gradients forgets, from 0 up to, but not including, 1. Null by default: 0.999 in Adam,
    /// 0.99 in RMSProp.
    /// </summary>
    public float? Beta2 { get; set; }

    /// <summary>
    /// What is added to the root of the squared gradients' mean or sum. Null by default: 1e-8 in Adam and RMSProp, 1e-10 in AdaGrad.
    /// </summary>
    public float? Epsilon { get; set; }

    /// <summary>
    /// The weight decay w: w times the weights are added to their clipped gradient (L2 regularization); in AdamW, each step
    /// multiplies the weights by 1 - step size w instead. Biases do not decay, and embeddings only when their tokens are in the
    /// batch. 0 (none) by default.
    /// </summary>
    public float WeightDecay { get; set; }

    /// <summary>How the step size changes while training goes on. <see cref="LearningRateSchedule.Decay"/> by default.</summary>
    public LearningRateSchedule Schedule { get; set; }

    /// <summary>What <see cref="Schedule"/> multiplies the step size by, more than 0 and at most 1. 1 (none) by default.</summary>
    public float Decay { get; set; } = 1;

    /// <summary>
    /// After how many epochs <see cref="Decay"/> sets in; between two reductions of the schedules
    /// <see cref="LearningRateSchedule.Step"/> and <see cref="LearningRateSchedule.Plateau"/>. 1 by default.
    /// </summary>
    public int DecayAfter { get; set; } = 1;

    /// <summary>Over how many steps the step size first grows in a straight line to what <see cref="Schedule"/> gives. 0 by default.</summary>
    public int WarmupSteps { get; set; }

    /// <summary>
    /// Whether a sequence's loss is the sum over its steps and not the mean over all answers of the batch: gradients are then as many times longer as
    /// sequences have answers, on which the step size of plain SGD and the clipping depend. Published language models (Zaremba, Sutskever and
    /// Vinyals, 2014) are trained so. No by default.
    /// </summary>
    public bool SumOverSteps { get; set; }

    /// <summary>
    /// The largest norm of all gradients together; longer ones are scaled down (Pascanu et al., 2013). 0 turns it off. 5 by default.
    /// </summary>
    public float ClipNorm { get; set; } = 5;

    /// <summary>
    /// The largest size of each single gradient; larger ones are cut, before <see cref="ClipNorm"/>. 0 turns it off. 0 by default.
    /// </summary>
    public float ClipValue { get; set; }

    /// <summary>The share of rows held out to choose the best epoch by, where no validation source is given. 0.1 by default.</summary>
    public float ValidationFraction { get; set; } = 0.1f;

    /// <summary>
    /// Training stops after so many epochs in a row without a better validation loss; 0 runs all epochs. 2 by default.
    /// </summary>
    public int Patience { get; set; } = 2;

    /// <summary>The number of threads that share a batch; 0 takes all cores. 0 by default.</summary>
    public int Threads { get; set; }

    /// <summary>Decides what is held out, the order and dropout. The same seed and threads give the same weights, bit by bit. 1 by default.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// The number of rows held in memory at a time to shuffle and sort by length: a pool also ends at 8 million tokens
    /// or frame values. 16,384 by default.
    /// </summary>
    public int ShufflePoolSize { get; set; } = 16384;

    /// <summary>
    /// A file that holds the state of training while it runs: written aside and renamed, every <see cref="CheckpointInterval"/>
    /// and when training is cancelled, deleted when it is done. Where the file exists, training goes on from it, and ends with
    /// the weights of an unbroken run, bit by bit; it must have been written with the same data, network, options and number of
    /// threads. None by default.
    /// </summary>
    public string? CheckpointPath { get; set; }

    /// <summary>
    /// Whether the checkpoint stays where training ends, for the case that its model cannot be saved: training from it ends at once, with the same
    /// weights. Delete the file when the model is safe. No by default.
    /// </summary>
    public bool KeepCheckpoint { get; set; }

    /// <summary>The time between checkpoints. Five minutes by default.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Told after each step how large its gradients were, parameter by parameter and time step by time step, on the thread that called
    /// Fit. It takes a little time and memory. None by default.
    /// </summary>
    public IProgress<GradientStatistics>? GradientStatistics { get; set; }

    /// <summary>Told how far training is, a few times a second and at the end of each epoch, on the thread that called Fit.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Stops training between steps.</summary>
    public CancellationToken CancellationToken { get; set; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    internal UpdateRule CreateRule() => Optimizer switch
    {
        Optimizer.Sgd => new Sgd(Momentum, Nesterov),
        Optimizer.AdaGrad => new AdaGrad(Epsilon ?? 1e-10),
        Optimizer.RmsProp => new RmsProp(Momentum, Exact(Beta2) ?? 0.99, Epsilon ?? 1e-8),
        _ => new Adam(Exact(Beta1).Value, Exact(Beta2) ?? 0.999, Epsilon ?? 1e-8, decoupled: Optimizer == Optimizer.AdamW),
    };

    internal SequenceTrainerOptions Copy() => (SequenceTrainerOptions)MemberwiseClone();

    // 0.999 as a float is 0.99900001287, and 1 less that is off by a hundred-thousandth: the decimal number is meant.
    [return: NotNullIfNotNull(nameof(beta))]
    private static double? Exact(float? beta) => beta is { } value ? (double)(decimal)value : null;
}
