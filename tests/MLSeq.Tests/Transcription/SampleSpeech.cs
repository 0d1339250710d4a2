using Microsoft.ML;
using MLSeq.Audio;
using MLSeq.Networks;

namespace MLSeq.Tests.Transcription;

/// <summary>Tones of three heights stand for the letters a, b and c.</summary>
public sealed class Recording
{
    /// <summary>The sound at 8 kHz.</summary>
    public float[] Samples { get; set; } = [];

    /// <summary>The name of its file, where it has one.</summary>
    public string? Path { get; set; }

    /// <summary>What is said.</summary>
    public string? Text { get; set; }

    /// <summary>A number, which is no text.</summary>
    public float Number { get; set; }
}

internal static class SampleSpeech
{
    public const int Rate = 8000;

    public static LogMelOptions Features => new() { SampleRate = Rate, Bands = 12, FramesPerStep = 2 };

    public static Recording[] Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "abc"[random.Next(3)]));
            var samples = new List<float>();
            foreach (var letter in text)
            {
                samples.AddRange(Enumerable.Range(0, random.Next(400, 900)).Select(_ => 0f));
                var frequency = letter switch { 'a' => 300, 'b' => 900, _ => 2000 } * (0.9 + (0.2 * random.NextDouble()));
                samples.AddRange(Enumerable.Range(0, random.Next(800, 1400)).Select(n => (float)(0.3 * Math.Sin(2 * Math.PI * frequency * n / Rate))));
            }

            samples.AddRange(Enumerable.Range(0, 500).Select(_ => 0f));
            return new Recording { Samples = [.. samples.Select(s => s + (float)(0.01 * (random.NextDouble() - 0.5)))], Text = text };
        })];
    }

    public static SequenceTranscriberOptions Options(int epochs = 20) => new()
    {
        FrameSize = Features.StepSize,
        Cell = RecurrentCell.Gru,
        HiddenSize = 16,
        Dropout = 0,
        Epochs = epochs,
        BatchSize = 8,
        LearningRate = 0.02f,
        Patience = 0,
        Threads = 1,
        Seed = 1,
    };

    public static IEstimator<ITransformer> Pipeline(MLContext ml, SequenceTranscriberOptions options, string audio = "Samples") =>
        ml.Transforms.LogMelSpectrogram("Features", audio, Features).Append(ml.Sequences().Trainers.Transcriber("Text", "Features", options));
}
