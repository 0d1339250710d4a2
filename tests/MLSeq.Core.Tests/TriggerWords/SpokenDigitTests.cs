using MLSeq.Audio;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.TriggerWords;

namespace MLSeq.Tests.TriggerWords;

/// <summary>A spoken digit is heard among the others in noise, in recordings that were not trained on.</summary>
public class SpokenDigitTests
{
    private const int Rate = 8000;

    [SkippableFact]
    public void A_digit_is_heard_among_others()
    {
        Skip.If(SpokenDigits.Archive is null, "MLSEQ_DATA names no folder with speech/fsdd-recordings.tar.gz");
        var recordings = SpokenDigits.Read();
        TriggerClipComposer Composer(bool isTest) => new(
            Rate,
            [.. recordings.Where(r => r.IsTest == isTest && r.Digit == 7).Select(r => r.Clip)],
            [.. recordings.Where(r => r.IsTest == isTest && r.Digit != 7).Select(r => r.Clip)]);
        var (train, test) = (Composer(false), Composer(true));
        var trainer = new TriggerDetectorTrainer(
            new SequenceNetworkOptions { Cell = RecurrentCell.Gru, HiddenSize = 64 },
            new SequenceTrainerOptions { Epochs = 8, BatchSize = 8, LearningRate = 0.006f, Patience = 0, Threads = 2, Seed = 1 },
            new LogMelOptions { SampleRate = Rate, FramesPerStep = 3, Normalization = AudioNormalization.None });
        var detector = trainer.Fit(Enumerable.Range(0, 200).Select(seed => train.Compose(seed)));

        var scores = new TriggerScores();
        for (var seed = 0; seed < 60; seed++)
        {
            var clip = test.Compose(10_000 + seed);
            scores.Add(detector.Detect(clip.Clip), clip);
        }

        // So little training is not enough for good, but far more than chance can do.
        Assert.True(scores.F1 >= 0.75, $"F1 {scores.F1}: {scores.Detected} detected, {scores.Missed} missed, {scores.FalseAlarms} false alarms");
    }
}
