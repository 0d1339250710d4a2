using MLSeq.Audio;

namespace MLSeq.Tests.Audio;

public class ClipJoinerTests
{
    private static readonly AudioClip[] Clips = [.. Enumerable.Range(1, 4).Select(i => new AudioClip([.. Enumerable.Repeat(i / 8f, 100 * i)], 1000))];

    [Fact]
    public void Clips_stand_where_it_says_with_pauses_between_them()
    {
        var options = new ClipJoinOptions { MinClips = 2, MaxClips = 5, MinGap = 0.02, MaxGap = 0.2, Noise = 0 };
        var joined = new ClipJoiner(Clips, options).Join(200).ToArray();
        foreach (var (clip, parts) in joined)
        {
            Assert.InRange(parts.Count, 2, 5);
            var expected = new float[clip.Samples.Length];
            var end = 0;
            foreach (var (index, start) in parts)
            {
                Assert.InRange(start - end, 20, 200);
                Clips[index].Samples.CopyTo(expected, start);
                end = start + Clips[index].Samples.Length;
            }

            Assert.InRange(expected.Length - end, 20, 200);
            Assert.Equal(expected, clip.Samples);
        }

        Assert.Equal([2, 3, 4, 5], joined.Select(j => j.Parts.Count).Distinct().Order());
        Assert.Equal([0, 1, 2, 3], joined.SelectMany(j => j.Parts.Select(part => part.Index)).Distinct().Order());
    }

    [Fact]
    public void The_seed_decides_and_noise_is_as_loud_as_it_says()
    {
        var first = new ClipJoiner(Clips, new() { Noise = 0.1f }).Join(3).ToArray();
        Assert.Equal(first[2].Clip.Samples, new ClipJoiner(Clips, new() { Noise = 0.1f }).Join(10).ElementAt(2).Clip.Samples);
        Assert.NotEqual(first[2].Parts, new ClipJoiner(Clips, new() { Noise = 0.1f, Seed = 2 }).Join(3).ElementAt(2).Parts);
        var pause = new ClipJoiner([new AudioClip([], 1000)], new() { Noise = 0.1f, MinGap = 10, MaxGap = 10 }).Join(1).Single().Clip.Samples;
        Assert.Equal(0.1, Math.Sqrt(pause.Average(v => v * v)), 0.003);
    }

    [Fact]
    public void Bad_options_and_clips_are_named()
    {
        Assert.Contains("MaxClips is 1", Assert.Throws<ArgumentException>(() => new ClipJoiner(Clips, new() { MaxClips = 1 })).Message);
        Assert.Contains("MaxGap is 0.01", Assert.Throws<ArgumentException>(() => new ClipJoiner(Clips, new() { MaxGap = 0.01 })).Message);
        Assert.Contains("number of clips is 0", Assert.Throws<ArgumentException>(() => new ClipJoiner([])).Message);
        Assert.Contains("sample rate of clip 1 is 8000", Assert.Throws<ArgumentException>(() => new ClipJoiner([Clips[0], new([], 8000)])).Message);
    }
}
