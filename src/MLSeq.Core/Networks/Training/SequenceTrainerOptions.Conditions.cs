using MLSeq.Embeddings.Training;

namespace MLSeq.Networks.Training;

public sealed partial class SequenceTrainerOptions
{
    /// <summary>
    /// The options that decide the result, by name: a run goes on from a checkpoint only where they are the same. Where the checkpoint goes,
    /// how often, and what is reported do not.
    /// </summary>
    internal IEnumerable<(string Name, string Value)> Conditions =>
    [
        TrainingCheckpoint.Condition(nameof(BatchSize), BatchSize),
        TrainingCheckpoint.Condition(nameof(Beta1), Beta1),
        TrainingCheckpoint.Condition(nameof(Beta2), Beta2),
        TrainingCheckpoint.Condition(nameof(ClipNorm), ClipNorm),
        TrainingCheckpoint.Condition(nameof(ClipValue), ClipValue),
        TrainingCheckpoint.Condition(nameof(Decay), Decay),
        TrainingCheckpoint.Condition(nameof(DecayAfter), DecayAfter),
        TrainingCheckpoint.Condition(nameof(Epochs), Epochs),
        TrainingCheckpoint.Condition(nameof(Epsilon), Epsilon),
        TrainingCheckpoint.Condition(nameof(LearningRate), LearningRate),
        TrainingCheckpoint.Condition(nameof(Momentum), Momentum),
        TrainingCheckpoint.Condition(nameof(Nesterov), Nesterov),
        TrainingCheckpoint.Condition(nameof(Optimizer), Optimizer),
        TrainingCheckpoint.Condition(nameof(Patience), Patience),
        TrainingCheckpoint.Condition(nameof(Schedule), Schedule),
        TrainingCheckpoint.Condition(nameof(Seed), Seed),
        TrainingCheckpoint.Condition(nameof(ShufflePoolSize), ShufflePoolSize),
        TrainingCheckpoint.Condition(nameof(SumOverSteps), SumOverSteps),
        TrainingCheckpoint.Condition(nameof(ValidationFraction), ValidationFraction),
        TrainingCheckpoint.Condition(nameof(WarmupSteps), WarmupSteps),
        TrainingCheckpoint.Condition(nameof(WeightDecay), WeightDecay),
        TrainingCheckpoint.Condition(nameof(Threads), ThreadCount),
    ];
}
