using MLSeq.Audio;

namespace MLSeq.Tests.Audio;

public class ResamplerTests
{
    [Theory]
    [InlineData(8000, 16000)]
    [InlineData(44100, 16000)]
    [InlineData(16000, 8000)]
    [InlineData(8000, 11025)]
    public void A_tone_below_half_of_both_rates_stays_the_same_tone(int from, int to)
    {
        var result = new Resampler(from, to).Resample(Tone(1000, from, from));
        Assert.Equal(to, result.Length);
        var expected = Tone(1000, to, to);

        // Apart from the ends, where silence comes before and after.
        Assert.All(Enumerable.Range(to / 10, to * 8 / 10), n => Assert.Equal(expected[n], result[n], 2e-4));
    }

    [Fact]
    public void What_the_new_rate_cannot_hold_does_not_fold_back()
    {
        var result = new Resampler(16000, 8000).Resample(Tone(5000, 16000, 16000));
        Assert.All(result[800..7200], sample => Assert.InRange(sample, -3e-4f, 3e-4f));
    }

    [Fact]
    public void A_clip_at_its_rate_is_itself_and_an_empty_one_stays_empty()
    {
        var clip = new AudioClip([1, 2], 8000);
        Assert.Same(clip, clip.AtRate(8000));
        Assert.Equal(4, clip.AtRate(16000).Samples.Length);
        Assert.Empty(new Resampler(8000, 16000).Resample([]));
    }

    [Fact]
    public void Rates_that_make_no_sense_are_named()
    {
        Assert.Contains("toRate is 0", Assert.Throws<ArgumentException>(() => new Resampler(8000, 0)).Message);
        Assert.Contains("common divisor", Assert.Throws<ArgumentException>(() => new Resampler(1_000_003, 999_983)).Message);
    }

    private static float[] Tone(double frequency, int rate, int count) =>
        [.. Enumerable.Range(0, count).Select(n => (float)Math.Sin(2 * Math.PI * frequency * n / rate))];
}
