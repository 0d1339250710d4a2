using MLSeq.Audio;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Projection;
using MLSeq.Interactive.Audio;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Transcription;
using MLSeq.Translation;

namespace MLSeq.Interactive.Tests;

/// <summary>A view of each kind, with texts that want escaping.</summary>
internal static class Gallery
{
    public static TrainingHistory History { get; } = new(
        [.. Enumerable.Range(1, 12).Select(e => new EpochResult(e, 2.2 / e, (2.4 / e) + (0.008 * e * e), 0.5 + (0.03 * e), TimeSpan.FromSeconds(3 * e)))], 5, 1000, 50_000);

    public static TranslatedText Translation { get; } = new(
        "a dog runs & barks .", ["a", "dog", "runs", "&", "barks", "."], -1.5, -0.3, ["ein", "hund", "läuft", "und", "bellt", ".", "</s>"],
        [.. Enumerable.Range(0, 6).Select(t => (float[])[.. Enumerable.Range(0, 7).Select(s => s == t ? 0.82f : 0.03f)])]);

    public static AudioClip Tone { get; } = new([.. Enumerable.Range(0, 8000).Select(n => (float)(Math.Sin(n * 0.3) * Math.Exp(-(n % 4000) / 900d)) * (n < 4000 ? 0.8f : 0.3f))], 8000);

    public static Transcriber Reader { get; } = new TranscriberTrainer(
        new() { FrameSize = 1, HiddenSize = 1, Cell = RecurrentCell.Rnn }, new() { Epochs = 1, ValidationFraction = 0 }).Fit(() => [new([0, 0, 0, 0, 0, 0, 0], "see a")]);

    /// <summary>"see a", letter by letter, each for a step, with a blank where one is needed.</summary>
    public static float[] Heard { get; } = [.. "s-ee-e a-".SelectMany((heard, step) => Enumerable.Range(0, Reader.Vocabulary.Count).Select(id =>
        MathF.Log(heard == (id == 0 ? '-' : Reader.Vocabulary[id][0]) ? 0.9f - (0.03f * step) : (0.1f + (0.03f * step)) / (Reader.Vocabulary.Count - 1))))];

    /// <summary>A C major scale up from the middle C over a held C, the notes as probabilities.</summary>
    public static float[] Scale { get; } = [.. new[] { 60, 62, 64, 65, 67, 69, 71, 72 }.SelectMany((pitch, step) => Enumerable.Range(21, 88).Select(key => key == pitch ? 0.95f - (0.05f * step) : key == 48 ? 0.8f : key == pitch + 4 ? 0.3f : 0))];

    public static IReadOnlyList<NotebookView> Views { get; } =
    [
        new TrainingCurves(History),
        new LineChart(
            "Norm of the gradient by steps back <in time>",
            new ChartSeries("RNN, tanh", [.. Enumerable.Range(0, 50).Select(t => ((double)t, Math.Pow(0.72, t)))]),
            new ChartSeries("RNN, large weights", [.. Enumerable.Range(0, 50).Select(t => ((double)t, Math.Pow(1.12, t)))]),
            new ChartSeries("GRU", [.. Enumerable.Range(0, 50).Select(t => ((double)t, Math.Pow(0.95, t)))]),
            new ChartSeries("LSTM", [.. Enumerable.Range(0, 50).Select(t => ((double)t, t == 20 ? double.NaN : Math.Pow(0.98, t)))]))
        { IsLogarithmic = true, HorizontalAxis = "steps back", VerticalAxis = "norm" },
        new LineChart(
            "Accuracy by labels",
            new ChartSeries("random weights", [(100, 0.52), (300, 0.58), (1000, 0.66), (3000, 0.74), (6920, 0.79)]),
            new ChartSeries("word vectors", [(100, 0.66), (300, 0.70), (1000, 0.75), (3000, 0.78), (6920, 0.81)]))
        { HasLogarithmicHorizontalAxis = true, HorizontalAxis = "labelled sentences", VerticalAxis = "accuracy" },
        HeatMap.OfAttention(Translation),
        HeatMap.OfConfusion(new[] { ("System.IO", "System.IO", 812), ("System.IO", "System.Net.Sockets", 23), ("System.Net.Sockets", "System.Net.Sockets", 402), ("System.Xml <2.0>", "System.IO", 9), ("System.Xml <2.0>", "System.Xml <2.0>", 118) }
            .SelectMany(cell => Enumerable.Repeat((cell.Item1, cell.Item2), cell.Item3))),
        new Spectrogram([.. Enumerable.Range(0, 300 * 40).Select(i => (float)(Math.Sin(i / 40 * 0.07) - (Math.Abs((i % 40) - 20 - (15 * Math.Sin(i / 40 * 0.03))) / 12)))], 40, 0.01),
        Spectrogram.Of(Tone),
        new SoundView("A tone & its echo", Tone),
        TimeMap.OfTranscription(Reader, Heard, 0.03),
        TimeMap.OfNotes("A scale <in C>", Scale, marked: [.. Scale.Select(note => note > 0.5f ? 1f : 0)]),
        new PlotView(new ScatterPlot(["king", "queen", "man", "woman", "<unk>"], [0, 0, 1, 0.1f, 0.1f, 1, 1.1f, 1.1f, 3, 2], ["royal", "royal", "plain", "plain", "none"], new() { Title = "Words & groups", Width = 600, Height = 400 })),
        new TaggedText(
            (["Ada", "Lovelace", "wrote", "to", "Charles", "Babbage", "in", "London", "&", "Turin", "."], ["B-PER", "I-PER", "O", "O", "B-PER", "E-PER", "O", "S-LOC", "O", "B-LOC", "O"]),
            (["The", "old", "man", "<b>"], ["DET", "ADJ", "NOUN", "X"])),
        TextTable.Of("Nearest to 'encrypt'", [new SimilarWord("decrypt", 0.7616f), new SimilarWord("<encrypts>", 0.6941f), new SimilarWord("encrypted", 0.6396f)]),
        TextTable.Of("Names at temperature 0.7", ["GetPathMatchInfo", "VisitMaximumType<T>", "two\nlines"]),
    ];
}
