using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using MLSeq.Audio;
using MLSeq.Decoding.Scores;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Transcription;

namespace MLSeq.Benchmarks;

/// <summary>
/// Spoken digits (speech/fsdd-recordings.tar.gz), recordings 0 to 4 of each speaker and digit to measure, as the data set's authors split it: single ones by a
/// classifier, which also learns from each a tenth slower and faster and with noise; and strings of 3 to 7, joined with noise and gaps of varying length, by a
/// transcriber: digit errors. Settings do not change between seeds.
/// <para>Arguments: <c>single</c>, <c>strings</c> or <c>all</c>, seeds (3), the data folder (MLSEQ_DATA).</para>
/// </summary>
internal static class DigitsBenchmark
{
    private const int SampleRate = 8000;
    private const int MeasuredIndices = 5;
    private const int LearnedStrings = 2500;
    private const int MeasuredStrings = 300;

    public static void Run(string[] args)
    {
        var chosen = args.Length > 0 ? args[0] : "all";
        var seeds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var data = args.Length > 2 ? args[2] : Environment.GetEnvironmentVariable("MLSEQ_DATA");
        if (data is null)
        {
            throw new InvalidOperationException("Set MLSEQ_DATA to the folder of the data sets, or name it after the number of seeds.");
        }

        var recordings = Read(Path.Combine(data, "speech", "fsdd-recordings.tar.gz"));
        Recording[] learned = [.. recordings.Where(r => r.Index >= MeasuredIndices)], measured = [.. recordings.Where(r => r.Index < MeasuredIndices)];
        Console.WriteLine($"{learned.Length} recordings to train on, {measured.Length} to measure");
        if (chosen is "single" or "all")
        {
            Report("single digits right", seeds, seed => Single(seed, learned, measured));
        }

        if (chosen is "strings" or "all")
        {
            Report("digit error rate", seeds, seed => Strings(seed, learned, measured));
        }
    }

    private static void Report(string figure, int seeds, Func<int, double> measure)
    {
        var figures = new List<double>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var watch = Stopwatch.StartNew();
            figures.Add(measure(seed));
            Console.WriteLine(FormattableString.Invariant($"{figure}, seed {seed}: {figures[^1]:p2}, {watch.Elapsed.TotalSeconds:n0} s"));
        }

        Console.WriteLine(FormattableString.Invariant($"{figure}, mean: {figures.Average():p2}"));
    }

    private static double Single(int seed, Recording[] learned, Recording[] measured)
    {
        var spectrogram = new LogMelSpectrogram(new() { SampleRate = SampleRate, Bands = 40, FramesPerStep = 2 });
        SequenceExample Example(AudioClip clip, int digit) => new() { Frames = spectrogram.Compute(clip), Label = digit };
        var noisy = new ClipJoiner(
            [.. learned.Select(r => r.Clip)], new() { MinClips = 1, MaxClips = 1, MinGap = 0, MaxGap = 0.1, Noise = 0.003f, Seed = seed });
        SequenceExample[] train =
        [
            .. learned.SelectMany(r => new[] { 0.9, 1, 1.1 }.Select(speed => Example(Paced(r.Clip, speed), r.Digit))),
            .. noisy.Join(learned.Length).Select(joined => Example(joined.Clip, learned[joined.Parts[0].Index].Digit)),
        ];
        var network = new SequenceNetwork(
            new()
            {
                FrameSize = spectrogram.Options.StepSize,
                Cell = RecurrentCell.Gru,
                HiddenSize = 64,
                Layers = 2,
                Bidirectional = true,
                Pooling = SequencePooling.Max,
                Dropout = 0.4f,
                OutputSize = 10,
            },
            seed);
        new SequenceTrainer(network, Training(seed, epochs: 12, rate: 3e-3f)).Fit(() => train);
        SequenceExample[] test = [.. measured.Select(r => Example(r.Clip, r.Digit))];
        var scores = new float[10 * test.Length];
        network.CreateScorer().Score(test, scores);
        return measured.Where((r, i) => scores.AsSpan(10 * i, 10).IndexOf(scores[(10 * i)..(10 * (i + 1))].Max()) == r.Digit).Count() / (double)measured.Length;
    }

    private static double Strings(int seed, Recording[] learned, Recording[] measured)
    {
        var spectrogram = new LogMelSpectrogram(new() { SampleRate = SampleRate, Bands = 24, FramesPerStep = 3 });
        List<TranscribedFrames> Joined(Recording[] parts, int count, int at) =>
        [
            .. new ClipJoiner([.. parts.Select(r => r.Clip)], new() { MinClips = 3, MaxClips = 7, Seed = at }).Join(count)
                .Select(joined => new TranscribedFrames(spectrogram.Compute(joined.Clip), string.Concat(joined.Parts.Select(part => parts[part.Index].Digit)))),
        ];
        var options = new SequenceNetworkOptions
        {
            FrameSize = spectrogram.Options.StepSize,
            Cell = RecurrentCell.Gru,
            HiddenSize = 80,
            Bidirectional = true,
            Dropout = 0.2f,
            Pooling = SequencePooling.None,
            Output = NetworkOutput.ConnectionistTemporalClassification,
        };
        var train = Joined(learned, LearnedStrings, seed);
        var transcriber = new TranscriberTrainer(options, Training(seed, epochs: 9, rate: 6e-3f)).Fit(() => train);
        var errors = new ErrorRate(ErrorUnit.Character);
        foreach (var row in Joined(measured, MeasuredStrings, seed))
        {
            errors.Add(row.Text, transcriber.Transcribe(row.Frames).Text);
        }

        return errors.Rate;
    }

    private static SequenceTrainerOptions Training(int seed, int epochs, float rate) => new()
    {
        Seed = seed,
        Epochs = epochs,
        BatchSize = 16,
        LearningRate = rate,
        Schedule = LearningRateSchedule.Cosine,
        ValidationFraction = 0,
    };

    /// <summary>The clip said faster, at a higher pitch, as a tape does.</summary>
    private static AudioClip Paced(AudioClip clip, double speed) =>
        speed == 1 ? clip : new AudioClip(clip.Samples, (int)Math.Round(clip.SampleRate * speed)).AtRate(clip.SampleRate);

    /// <summary>All recordings; their names say digit, speaker and index.</summary>
    private static List<Recording> Read(string path)
    {
        var recordings = new List<(string Name, Recording Recording)>();
        using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name.EndsWith(".wav", StringComparison.Ordinal) && entry.DataStream is { } stream)
            {
                var parts = Path.GetFileNameWithoutExtension(entry.Name).Split('_');
                int Number(int i) => int.Parse(parts[i], CultureInfo.InvariantCulture);
                recordings.Add((entry.Name, new(Number(0), Number(2), WaveFile.Read(stream))));
            }
        }

        return [.. recordings.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => r.Recording)];
    }

    private sealed record Recording(int Digit, int Index, AudioClip Clip);
}
