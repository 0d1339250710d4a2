using MLSeq.Audio;

namespace MLSeq.Tests.TriggerWords;

/// <summary>Words that are tones: the trigger word is high, the others are low.</summary>
internal static class Tones
{
    public const int Rate = 4000;

    public static LogMelOptions Features => new() { SampleRate = Rate, Bands = 10, FramesPerStep = 3, Normalization = AudioNormalization.None };

    public static AudioClip Trigger(double seconds = 0.25) => Tone(1500, seconds);

    public static AudioClip Other(double seconds = 0.25) => Tone(400, seconds);

    public static AudioClip Tone(double frequency, double seconds) =>
        new([.. Enumerable.Range(0, (int)(seconds * Rate)).Select(n => (float)(0.4 * Math.Sin(2 * Math.PI * frequency * n / Rate)))], Rate);
}
