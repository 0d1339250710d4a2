using FsCheck;
using FsCheck.Fluent;
using MLSeq.Audio;
using MLSeq.TriggerWords;

namespace MLSeq.Tests.TriggerWords;

public class TriggerClipComposerTests
{
    private static readonly TriggerClipOptions Quiet = new() { Duration = 3, MostNoise = 0, QuietestWord = 1 };

    [Fact]
    public void Each_trigger_word_lies_before_its_end_and_nowhere_else()
    {
        // A trigger word is a plateau of 0.5, another word one of -0.25.
        var trigger = new AudioClip([.. Enumerable.Repeat(0.5f, 700)], Tones.Rate);
        var other = new AudioClip([.. Enumerable.Repeat(-0.25f, 300)], Tones.Rate);
        var composer = new TriggerClipComposer(Tones.Rate, [trigger], [other], null, Quiet);
        var (words, others) = (0, 0);
        for (var seed = 0; seed < 50; seed++)
        {
            var clip = composer.Compose(seed);
            var samples = clip.Clip.Samples;
            Assert.Equal(3 * Tones.Rate, samples.Length);
            Assert.All(samples, s => Assert.Contains(s, (float[])[0, 0.5f, -0.25f]));
            Assert.Equal(700 * clip.Ends.Count, samples.Count(s => s == 0.5f));
            Assert.Equal(clip.Ends.Order(), clip.Ends);
            foreach (var end in clip.Ends)
            {
                var last = (int)Math.Round(end * Tones.Rate);
                Assert.All(samples[(last - 700)..last], s => Assert.Equal(0.5f, s));
            }

            words += clip.Ends.Count;
            others += samples.Count(s => s == -0.25f) / 300;
        }

        Assert.InRange(words, 60, 140);
        Assert.InRange(others, 120, 280);
    }

    [Fact]
    public void A_seed_gives_the_same_clip_again()
    {
        var composer = new TriggerClipComposer(Tones.Rate, [Tones.Trigger()], [Tones.Other()], [Tones.Tone(50, 0.7)]);

        Assert.Equal(composer.Compose(5).Clip.Samples, composer.Compose(5).Clip.Samples);
        Assert.NotEqual(composer.Compose(5).Clip.Samples, composer.Compose(6).Clip.Samples);
    }

    [Fact]
    public void A_short_background_is_repeated_and_a_long_one_cut()
    {
        var options = new TriggerClipOptions { Duration = 1, MostTriggers = 0, MostOthers = 0, MostNoise = 0, LoudestBackground = 1 };
        foreach (var length in (int[])[333, 60_000])
        {
            var background = new AudioClip([.. Enumerable.Repeat(1f, length)], Tones.Rate);
            var samples = new TriggerClipComposer(Tones.Rate, [Tones.Trigger()], [], [background], options).Compose(3).Clip.Samples;

            Assert.InRange(Assert.Single(samples.Distinct()), 0.001f, 1);
        }
    }

    [Fact]
    public void What_finds_no_place_is_left_out()
    {
        var composer = new TriggerClipComposer(Tones.Rate, [Tones.Trigger(2)], [Tones.Other(4)], null, Quiet);
        var ends = Enumerable.Range(0, 30).Select(seed => composer.Compose(seed).Ends.Count).ToList();

        Assert.Equal(1, ends.Max());
    }

    [Fact]
    public void Recordings_are_brought_to_the_clips_rate()
    {
        var composer = new TriggerClipComposer(2 * Tones.Rate, [Tones.Trigger()], [Tones.Other()]);

        Assert.Equal(2 * Tones.Rate, composer.Compose(1).Clip.SampleRate);
        Assert.Equal(20 * Tones.Rate, composer.Compose(1).Clip.Samples.Length);
    }

    [Fact]
    public void What_is_missing_or_out_of_range_is_named()
    {
        Assert.Contains("at least one recording of the trigger word", Assert.ThrowsAny<ArgumentException>(() => new TriggerClipComposer(8000, [], [])).Message);
        Assert.Contains("others[0]", Assert.ThrowsAny<ArgumentException>(() => new TriggerClipComposer(8000, [Tones.Trigger()], [new([], 8000)])).Message);
        var options = new TriggerClipOptions { LeastGap = 10 };
        Assert.Contains("LeastGap", Assert.ThrowsAny<ArgumentException>(() => new TriggerClipComposer(8000, [Tones.Trigger()], [], null, options)).Message);
    }

    [Fact]
    public void Words_never_come_closer_than_the_gap() => Prop.ForAll<int>(seed =>
    {
        var trigger = new AudioClip([.. Enumerable.Repeat(0.5f, 400)], Tones.Rate);
        var options = new TriggerClipOptions { Duration = 2, MostTriggers = 6, MostOthers = 0, LeastGap = 0.1, MostNoise = 0, QuietestWord = 1 };
        var ends = new TriggerClipComposer(Tones.Rate, [trigger], [], null, options).Compose(seed).Ends;
        return ends.Zip(ends.Skip(1)).All(pair => pair.Second - pair.First >= 0.2 - 1e-9);
    }).QuickCheckThrowOnFailure();
}
