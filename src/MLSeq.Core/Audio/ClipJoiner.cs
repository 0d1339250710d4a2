using MLSeq.Numerics;

namespace MLSeq.Audio;

/// <summary>Makes long recordings of short ones, such as strings of digits of single digits: drawn at random, with pauses of random length, under noise.</summary>
public sealed class ClipJoiner
{
    private readonly IReadOnlyList<AudioClip> _clips;
    private readonly ClipJoinOptions _options;
    private readonly int _sampleRate;

    /// <summary>Makes a joiner.</summary>
    /// <param name="clips">The short recordings, at least one, all at one sample rate.</param>
    /// <param name="options">How to join them; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no clip, a sample rate differs, or an option is out of range.</exception>
    public ClipJoiner(IReadOnlyList<AudioClip> clips, ClipJoinOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clips);
        _options = (options ?? new()).Copy();
        _options.Check();
        OptionCheck.Require(clips.Count > 0, "the number of clips", clips.Count, "at least 1");
        _clips = clips;
        _sampleRate = clips[0].SampleRate;
        for (var i = 1; i < clips.Count; i++)
        {
            OptionCheck.Require(clips[i].SampleRate == _sampleRate, $"the sample rate of clip {i}", clips[i].SampleRate, $"{_sampleRate}, as of the first one");
        }
    }

    /// <summary>Joins clips; the same seed gives the same ones, the n-th whatever the number of others.</summary>
    /// <param name="count">How many to make.</param>
    /// <returns>The clips, made as they are asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public IEnumerable<JoinedClip> Join(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Enumerable.Range(0, count).Select(n => Join(new SeededRandom(_options.Seed, n)));
    }

    private JoinedClip Join(SeededRandom random)
    {
        var parts = new (int Index, int Start)[_options.MinClips + random.Next(_options.MaxClips - _options.MinClips + 1)];
        var length = Gap(random);
        foreach (ref var part in parts.AsSpan())
        {
            part = (random.Next(_clips.Count), length);
            length = checked(length + _clips[part.Index].Samples.Length + Gap(random));
        }

        var samples = new float[length];
        random.Normal(samples, _options.Noise);
        foreach (var (index, start) in parts)
        {
            Vectors.Add(_clips[index].Samples, samples.AsSpan(start, _clips[index].Samples.Length));
        }

        return new(new AudioClip(samples, _sampleRate), parts);
    }

    private int Gap(SeededRandom random) => (int)((_options.MinGap + (random.NextDouble() * (_options.MaxGap - _options.MinGap))) * _sampleRate);
}
