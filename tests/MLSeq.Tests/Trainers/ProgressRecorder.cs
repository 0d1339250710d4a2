using MLSeq.Networks.Training;

namespace MLSeq.Tests.Trainers;

/// <summary>Keeps the progress that a training reports.</summary>
internal sealed class ProgressRecorder : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Seen { get; } = [];

    public void Report(TrainingProgress value) => Seen.Add(value);
}
