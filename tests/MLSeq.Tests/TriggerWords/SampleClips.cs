using MLSeq.Audio;
using MLSeq.Networks;
using MLSeq.TriggerWords;

namespace MLSeq.Tests.TriggerWords;

/// <summary>A clip as a row: words are tones, the trigger word is high.</summary>
public sealed class ClipRow
{
    /// <summary>The sound at 4 kHz.</summary>
    public float[] Audio { get; set; } = [];

    /// <summary>The name of its file, where it has one.</summary>
    public string? Text { get; set; }

    /// <summary>The seconds at which the trigger word ends.</summary>
    public float[] Times { get; set; } = [];
}

internal static class SampleClips
{
    public const int Rate = 4000;

    public static TriggerClip[] Compose(int seed, int count)
    {
        static AudioClip Tone(double frequency, double seconds) =>
            new([.. Enumerable.Range(0, (int)(seconds * Rate)).Select(n => (float)(0.4 * Math.Sin(2 * Math.PI * frequency * n / Rate)))], Rate);
        var composer = new TriggerClipComposer(
            Rate, [Tone(1500, 0.2), Tone(1500, 0.3)], [Tone(400, 0.2), Tone(400, 0.3)], null,
            new() { Duration = 3, MostTriggers = 2, MostOthers = 3, MostNoise = 0.02f });
        return [.. Enumerable.Range(seed, count).Select(s => composer.Compose(s))];
    }

    public static ClipRow[] Rows(IEnumerable<TriggerClip> clips) =>
        [.. clips.Select(clip => new ClipRow { Audio = clip.Clip.Samples, Times = [.. clip.Ends.Select(end => (float)end)] })];

    public static TriggerWordDetectorOptions Options(int epochs = 15) => new()
    {
        Cell = RecurrentCell.Gru,
        HiddenSize = 24,
        Epochs = epochs,
        BatchSize = 8,
        LearningRate = 0.02f,
        Patience = 0,
        Threads = 1,
        Seed = 1,
        Features = new() { SampleRate = Rate, Bands = 10, FramesPerStep = 3, Normalization = AudioNormalization.None },
    };
}
