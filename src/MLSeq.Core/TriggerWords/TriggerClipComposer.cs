using System.Numerics.Tensors;
using MLSeq.Audio;
using MLSeq.Numerics;

namespace MLSeq.TriggerWords;

/// <summary>
/// Composes clips to train and test a detector on: recordings of the trigger word and of other words at random places, which do not
/// overlap, over a background and white noise. Where each trigger word ends is thus known to the sample, and a few recordings give
/// any number of clips.
/// </summary>
public sealed class TriggerClipComposer
{
    private const int MostTries = 100;

    private readonly float[][] _triggers;
    private readonly float[][] _others;
    private readonly float[][] _backgrounds;
    private readonly TriggerClipOptions _options;

    /// <summary>Makes a composer.</summary>
    /// <param name="sampleRate">The samples a second of the clips to compose; recordings of another rate are brought to it.</param>
    /// <param name="triggers">Recordings of the trigger word, at least one.</param>
    /// <param name="others">Recordings of other words.</param>
    /// <param name="backgrounds">Backgrounds, of any length: longer ones are cut, shorter ones repeated. Null for none.</param>
    /// <param name="options">What goes into a clip; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no recording of the trigger word, one is empty, or an option is out of range.</exception>
    public TriggerClipComposer(
        int sampleRate, IReadOnlyList<AudioClip> triggers, IReadOnlyList<AudioClip> others, IReadOnlyList<AudioClip>? backgrounds = null,
        TriggerClipOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(triggers);
        ArgumentNullException.ThrowIfNull(others);
        _options = (options ?? new()).Copy();
        _options.Check();
        OptionCheck.Require(sampleRate > 0, nameof(sampleRate), sampleRate, "a positive number of samples a second");
        OptionCheck.Require(triggers.Count > 0, nameof(triggers), "none", "at least one recording of the trigger word");
        SampleRate = sampleRate;
        _triggers = Samples(triggers, nameof(triggers));
        _others = Samples(others, nameof(others));
        _backgrounds = Samples(backgrounds ?? [], nameof(backgrounds));
    }

    /// <summary>The samples a second of the clips.</summary>
    public int SampleRate { get; }

    /// <summary>Composes a clip.</summary>
    /// <param name="seed">Decides the clip: the same seed gives the same one everywhere.</param>
    public TriggerClip Compose(long seed)
    {
        var random = new SeededRandom(seed);
        var samples = new float[(int)Math.Round(_options.Duration * SampleRate)];
        AddBackground(samples, random);
        var taken = new List<(int Start, int End)>();
        var ends = new List<double>();
        for (var n = random.Next(_options.MostTriggers + 1); n > 0; n--)
        {
            if (Place(_triggers, samples, taken, random) is { } end)
            {
                ends.Add((double)end / SampleRate);
            }
        }

        for (var n = _others.Length == 0 ? 0 : random.Next(_options.MostOthers + 1); n > 0; n--)
        {
            Place(_others, samples, taken, random);
        }

        TensorPrimitives.Clamp(samples, -1f, 1f, samples);
        ends.Sort();
        return new(new AudioClip(samples, SampleRate), ends);
    }

    /// <summary>Adds a recording at a place that is free.</summary>
    /// <returns>Where it ends; null where no free place was found.</returns>
    private int? Place(float[][] recordings, Span<float> samples, List<(int Start, int End)> taken, SeededRandom random)
    {
        var word = recordings[random.Next(recordings.Length)];
        var gain = _options.QuietestWord + ((1 - _options.QuietestWord) * (float)random.NextDouble());
        var gap = (int)(_options.LeastGap * SampleRate);
        for (var tries = 0; tries < MostTries && word.Length <= samples.Length; tries++)
        {
            var start = random.Next(samples.Length - word.Length + 1);
            var end = start + word.Length;
            if (taken.TrueForAll(t => end + gap <= t.Start || t.End + gap <= start))
            {
                taken.Add((start, end));
                var place = samples[start..end];
                TensorPrimitives.MultiplyAdd(word, gain, place, place);
                return end;
            }
        }

        return null;
    }

    private void AddBackground(Span<float> samples, SeededRandom random)
    {
        if (_options.MostNoise > 0)
        {
            random.Normal(samples, _options.MostNoise * random.NextDouble());
        }

        if (_backgrounds.Length == 0)
        {
            return;
        }

        var background = _backgrounds[random.Next(_backgrounds.Length)];
        var gain = _options.LoudestBackground * (float)random.NextDouble();
        for (var (at, from) = (0, random.Next(background.Length)); at < samples.Length; from = 0)
        {
            var count = Math.Min(samples.Length - at, background.Length - from);
            var place = samples.Slice(at, count);
            TensorPrimitives.MultiplyAdd(background.AsSpan(from, count), gain, place, place);
            at += count;
        }
    }

    private float[][] Samples(IReadOnlyList<AudioClip> clips, string name)
    {
        var samples = new float[clips.Count][];
        for (var i = 0; i < samples.Length; i++)
        {
            OptionCheck.Require(clips[i].Samples.Length > 0, $"{name}[{i}]", "an empty clip", "a recording");
            samples[i] = clips[i].AtRate(SampleRate).Samples;
        }

        return samples;
    }
}
