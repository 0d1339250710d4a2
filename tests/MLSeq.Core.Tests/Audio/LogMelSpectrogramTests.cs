using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Audio;

namespace MLSeq.Tests.Audio;

public class LogMelSpectrogramTests
{
    [Fact]
    public void Features_are_those_that_PyTorch_computes()
    {
        foreach (var node in JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Audio", "logmel.json")))!.AsArray())
        {
            var rate = (int)node!["rate"]!;
            var features = new LogMelSpectrogram(new()
            {
                SampleRate = rate,
                FrameLength = (double)node["frame"]! / rate,
                FrameShift = (double)node["shift"]! / rate,
                Bands = (int)node["bands"]!,
                LowFrequency = (double)node["low"]!,
                HighFrequency = (double)node["high"]!,
                PreEmphasis = (float)node["emphasis"]!,
                Normalization = AudioNormalization.None,
            }).Compute(Signal(rate, (int)node["count"]!));
            var expected = node["features"].Deserialize<double[]>()!;
            Assert.Equal(expected.Length, features.Length);

            // Of bands that hold almost nothing, single precision leaves few digits.
            Assert.All(expected.Zip(features), pair => Assert.Equal(pair.First, pair.Second, pair.First < -9 ? 0.05 : 2e-4));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(256)]
    public void The_power_spectrum_is_that_of_the_definition(int size)
    {
        var random = new Random(size);
        float[] samples = [.. Enumerable.Range(0, size - 1).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        var power = new float[(size / 2) + 1];
        new FourierTransform(size).Power(samples, power);
        for (var k = 0; k < power.Length; k++)
        {
            var sum = System.Numerics.Complex.Zero;
            for (var n = 0; n < samples.Length; n++)
            {
                sum += samples[n] * System.Numerics.Complex.Exp(new(0, -2 * Math.PI * k * n / size));
            }

            Assert.Equal(sum.Magnitude * sum.Magnitude, power[k], 1e-4);
        }
    }

    [Theory]
    [InlineData(0.025, 0.01, 1)]
    [InlineData(0.025, 0.01, 3)]
    [InlineData(0.01, 0.035, 2)]
    [InlineData(0.01, 0.01, 1)]
    public void Sound_that_comes_bit_by_bit_has_the_features_of_the_whole_clip(double length, double shift, int framesPerStep)
    {
        var spectrogram = new LogMelSpectrogram(new()
        {
            SampleRate = 8000,
            FrameLength = length,
            FrameShift = shift,
            FramesPerStep = framesPerStep,
            Bands = 10,
            Normalization = AudioNormalization.None,
        });
        var random = new Random(2);
        var stream = spectrogram.CreateStream();
        foreach (var count in new[] { 1, 50, 199, 200, 201, 1000, 1717, 4000 })
        {
            // The same stream for one clip after the other.
            var clip = Signal(8000, count);
            var steps = new List<float>();
            for (var (first, size) = (0, 0); first < count; first += size)
            {
                size = Math.Min(random.Next(1, 300), count - first);
                stream.Add(clip.AsSpan(first, size), steps);
            }

            stream.Finish(steps);
            Assert.Equal(spectrogram.Compute(clip), steps);
            var frames = 1 + Math.Max(0, (count - (int)(length * 8000)) / (int)(shift * 8000));
            Assert.Equal((frames + framesPerStep - 1) / framesPerStep * framesPerStep * 10, steps.Count);
        }
    }

    [Fact]
    public void Normalized_features_have_mean_0_and_deviation_1_over_the_clip()
    {
        var features = new LogMelSpectrogram(new() { SampleRate = 8000, Bands = 12 }).Compute(Noise(4000));
        for (var band = 0; band < 12; band++)
        {
            var values = features.Where((_, i) => i % 12 == band).Select(v => (double)v).ToArray();
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(1, values.Average(v => v * v), 1e-4);
        }
    }

    [Fact]
    public void Loudness_is_taken_off_with_the_mean()
    {
        var spectrogram = new LogMelSpectrogram(new() { SampleRate = 8000, Bands = 12, Normalization = AudioNormalization.Mean });
        var clip = Noise(4000);
        var soft = spectrogram.Compute([.. clip.Select(sample => sample / 4)]);
        Assert.All(spectrogram.Compute(clip).Zip(soft), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void Silence_and_empty_clips_have_finite_features()
    {
        var spectrogram = new LogMelSpectrogram();
        Assert.Empty(spectrogram.Compute(ReadOnlySpan<float>.Empty));
        Assert.All(spectrogram.Compute(new float[16000]), value => Assert.Equal(0, value, 1e-5));
    }

    [Fact]
    public void A_clip_at_another_rate_is_brought_to_that_of_the_options()
    {
        var spectrogram = new LogMelSpectrogram(new() { SampleRate = 8000, Bands = 12 });
        var (direct, converted) = (spectrogram.Compute(Signal(8000, 8000)), spectrogram.Compute(new AudioClip(Signal(16000, 16000), 16000)));
        Assert.Equal(direct.Length, converted.Length);
        Assert.InRange(direct.Zip(converted).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 0.15);
    }

    [Fact]
    public void Bad_options_are_named()
    {
        static string Message(LogMelOptions options) => Assert.Throws<ArgumentException>(() => new LogMelSpectrogram(options)).Message;
        Assert.Contains("SampleRate is 0", Message(new() { SampleRate = 0 }));
        Assert.Contains("HighFrequency is 9000", Message(new() { HighFrequency = 9000 }));
        Assert.Contains("LowFrequency is 5000", Message(new() { LowFrequency = 5000, HighFrequency = 4000 }));
        Assert.Contains("Bands is 200", Message(new() { Bands = 200, SampleRate = 8000 }));
        Assert.Contains("FrameShift is 0", Message(new() { FrameShift = 0 }));
        Assert.Contains("Normalization is Mean", Assert.Throws<InvalidOperationException>(
            () => new LogMelSpectrogram(new() { Normalization = AudioNormalization.Mean }).CreateStream()).Message);
    }

    private static float[] Noise(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(n => (float)((random.NextDouble() - 0.5) * Math.Sin(n / 1000d)))];
    }

    /// <summary>The signal of generate.py.</summary>
    private static float[] Signal(int rate, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var n = (double)i / rate;
        return (float)((0.4 * Math.Sin(2 * Math.PI * 440 * n)) + (0.2 * Math.Sin(2 * Math.PI * (300 + (900 * n)) * n)) + (0.05 * Math.Cos(2 * Math.PI * 2222 * n)));
    })];
}
