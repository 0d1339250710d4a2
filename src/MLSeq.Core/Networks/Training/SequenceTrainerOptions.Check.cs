namespace MLSeq.Networks.Training;

public sealed partial class SequenceTrainerOptions
{
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        OptionCheck.Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        OptionCheck.Require(float.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), LearningRate, "a positive number");
        OptionCheck.Require(Enum.IsDefined(Optimizer), nameof(Optimizer), Optimizer, $"one of {string.Join(", ", Enum.GetNames<Optimizer>())}");
        OptionCheck.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "0 up to, but not including, 1");
        OptionCheck.Require(
            Momentum == 0 || Optimizer is Optimizer.Sgd or Optimizer.RmsProp, nameof(Momentum), Momentum, $"0, since {nameof(Optimizer)} is {Optimizer}");
        OptionCheck.Require(
            !Nesterov || (Momentum > 0 && Optimizer == Optimizer.Sgd), nameof(Nesterov), Nesterov, $"no, unless {nameof(Optimizer)} is {Optimizer.Sgd} with {nameof(Momentum)}");
        OptionCheck.Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "0 up to, but not including, 1");
        OptionCheck.Require(Beta2 is null or (>= 0 and < 1), nameof(Beta2), Beta2!, "0 up to, but not including, 1");
        OptionCheck.Require(Epsilon is null || (float.IsFinite(Epsilon.Value) && Epsilon > 0), nameof(Epsilon), Epsilon!, "a positive number");
        OptionCheck.Require(float.IsFinite(WeightDecay) && WeightDecay >= 0, nameof(WeightDecay), WeightDecay, "0 (none) or a positive number");
        OptionCheck.Require(Enum.IsDefined(Schedule), nameof(Schedule), Schedule, $"one of {string.Join(", ", Enum.GetNames<LearningRateSchedule>())}");
        OptionCheck.Require(Decay is > 0 and <= 1, nameof(Decay), Decay, "more than 0, up to 1");
        OptionCheck.Require(
            Decay == 1 || Schedule is not (LearningRateSchedule.Constant or LearningRateSchedule.Cosine), nameof(Decay), Decay, $"1, since {nameof(Schedule)} is {Schedule}");
        OptionCheck.Require(
            Decay < 1 || Schedule is not (LearningRateSchedule.Step or LearningRateSchedule.Plateau), nameof(Decay), Decay, $"less than 1, since {nameof(Schedule)} is {Schedule}");
        var leastDecayAfter = Schedule is LearningRateSchedule.Step or LearningRateSchedule.Plateau ? 1 : 0;
        OptionCheck.Require(DecayAfter >= leastDecayAfter, nameof(DecayAfter), DecayAfter, $"{leastDecayAfter} or more");
        OptionCheck.Require(WarmupSteps >= 0, nameof(WarmupSteps), WarmupSteps, "0 (none) or more");
        OptionCheck.Require(float.IsFinite(ClipNorm) && ClipNorm >= 0, nameof(ClipNorm), ClipNorm, "0 (off) or a positive number");
        OptionCheck.Require(float.IsFinite(ClipValue) && ClipValue >= 0, nameof(ClipValue), ClipValue, "0 (off) or a positive number");
        OptionCheck.Require(ValidationFraction is >= 0 and < 1, nameof(ValidationFraction), ValidationFraction, "0 up to, but not including, 1");
        OptionCheck.Require(Patience >= 0, nameof(Patience), Patience, "0 (off) or more");
        OptionCheck.Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "0 (all cores) to 1024");
        OptionCheck.Require(CheckpointPath is not "", nameof(CheckpointPath), "empty", "a file, or null");
        OptionCheck.Require(CheckpointInterval >= TimeSpan.Zero, nameof(CheckpointInterval), CheckpointInterval, "no negative time");
        OptionCheck.Require(ShufflePoolSize >= 1, nameof(ShufflePoolSize), ShufflePoolSize, "at least 1");
    }
}
