using MLSeq.Audio;
using MLSeq.Networks;
using MLSeq.TriggerWords;

namespace MLSeq.Tests.TriggerWords;

public sealed class TriggerDetectorTests
{
    private static readonly TriggerClipOptions ClipOptions = new() { Duration = 3, MostTriggers = 2, MostOthers = 3, MostNoise = 0.02f };
    private static readonly Lazy<TriggerDetector> Trained = new(() => Trainer().Fit(Clips(0, 80)));

    [Fact]
    public void It_hears_the_trigger_word_and_not_the_others()
    {
        var scores = new TriggerScores();
        foreach (var clip in Clips(5000, 40))
        {
            scores.Add(Trained.Value.Detect(clip.Clip), clip);
        }

        Assert.True(scores.F1 > 0.95, $"F1 {scores.F1}: {scores.Detected} detected, {scores.Missed} missed, {scores.FalseAlarms} false alarms");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(4000)]
    public void Sound_bit_by_bit_is_heard_as_the_whole(int length)
    {
        var clip = Clips(7000, 40).First(c => c.Ends is [var first, var second] && second - first > 1).Clip;
        var stream = Trained.Value.CreateStream();
        var heard = clip.Samples.Chunk(length).SelectMany(chunk => stream.Add(chunk)).ToList();
        heard.AddRange(stream.Finish());

        Assert.Equal(2, heard.Count);
        Assert.Equal(Trained.Value.Detect(clip), heard);
    }

    [Fact]
    public void Sound_of_another_rate_is_brought_to_the_features()
    {
        var clip = Clips(7000, 40).First(c => c.Ends.Count == 1).Clip;
        var expected = Assert.Single(Trained.Value.Detect(clip));

        Assert.Equal(expected, Assert.Single(Trained.Value.Detect(clip.AtRate(2 * Tones.Rate))), 0.1);
    }

    [Fact]
    public void It_is_saved_and_loaded()
    {
        using var folder = new TemporaryFolder();
        var path = folder["detector.bin"];
        var strict = Trained.Value.With(new() { Threshold = 0.7f, LeastSteps = 2, Rest = 1.5 });
        strict.Save(path);
        var loaded = TriggerDetector.Load(path);
        var clip = Clips(7000, 1).Single().Clip;

        Assert.Equal(strict.Probabilities(clip), loaded.Probabilities(clip));
        Assert.Equal((0.7f, 2, 1.5), (loaded.Detection.Threshold, loaded.Detection.LeastSteps, loaded.Detection.Rest));
        Assert.Equal(0.03, loaded.SecondsPerStep, 1e-12);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder["detector.bin"];
        Trained.Value.Save(path);
        var bytes = File.ReadAllBytes(path);
        foreach (var length in Enumerable.Range(0, 40).Select(i => bytes.Length * i / 40))
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => { TriggerDetector.Load(path); }).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Silence_and_nothing_at_all_have_no_word()
    {
        Assert.Empty(Trained.Value.Detect(new AudioClip(new float[Tones.Rate], Tones.Rate)));
        Assert.Empty(Trained.Value.Detect(new AudioClip([], Tones.Rate)));
        Assert.Empty(Trained.Value.CreateStream().Finish());
    }

    [Fact]
    public void A_sample_that_is_no_number_is_refused()
    {
        var samples = new float[Tones.Rate];
        samples[2000] = float.NaN;

        Assert.ThrowsAny<ArgumentException>(() => Trained.Value.Detect(new AudioClip(samples, Tones.Rate)));
        Assert.ThrowsAny<ArgumentException>(() => Trained.Value.CreateStream().Add(samples));
    }

    [Fact]
    public void What_cannot_be_trained_is_named()
    {
        var silent = new TriggerClip(new AudioClip(new float[Tones.Rate], Tones.Rate), []);
        Assert.Contains("in none of which the trigger word ends", Assert.Throws<ArgumentException>(() => { Trainer().Fit([silent]); }).Message);
        Assert.Contains("Bidirectional", Assert.ThrowsAny<ArgumentException>(() => new TriggerDetectorTrainer(new() { Bidirectional = true })).Message);
        Assert.Contains("Normalization", Assert.ThrowsAny<ArgumentException>(() => new TriggerDetectorTrainer(null, null, new() { SampleRate = 8000 })).Message);
        Assert.Contains("labelLength", Assert.ThrowsAny<ArgumentException>(() => new TriggerDetectorTrainer(labelLength: 0.001)).Message);
    }

    private static TriggerDetectorTrainer Trainer() => new(
        new() { Cell = RecurrentCell.Gru, HiddenSize = 24 }, new() { Epochs = 15, BatchSize = 8, LearningRate = 0.02f, Patience = 0, Threads = 1, Seed = 1 }, Tones.Features);

    private static IEnumerable<TriggerClip> Clips(int seed, int count)
    {
        var composer = new TriggerClipComposer(Tones.Rate, [Tones.Trigger(0.2), Tones.Trigger(0.3)], [Tones.Other(0.2), Tones.Other(0.3)], null, ClipOptions);
        return Enumerable.Range(seed, count).Select(s => composer.Compose(s));
    }
}
