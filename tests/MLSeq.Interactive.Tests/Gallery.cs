using MLSeq.Embeddings;
using MLSeq.Embeddings.Projection;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks.Training;
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
        HeatMap.OfAttention(Translation),
        HeatMap.OfConfusion(new[] { ("System.IO", "System.IO", 812), ("System.IO", "System.Net.Sockets", 23), ("System.Net.Sockets", "System.Net.Sockets", 402), ("System.Xml <2.0>", "System.IO", 9), ("System.Xml <2.0>", "System.Xml <2.0>", 118) }
            .SelectMany(cell => Enumerable.Repeat((cell.Item1, cell.Item2), cell.Item3))),
        new Spectrogram([.. Enumerable.Range(0, 300 * 40).Select(i => (float)(Math.Sin(i / 40 * 0.07) - (Math.Abs((i % 40) - 20 - (15 * Math.Sin(i / 40 * 0.03))) / 12)))], 40, 0.01),
        new PlotView(new ScatterPlot(["king", "queen", "man", "woman", "<unk>"], [0, 0, 1, 0.1f, 0.1f, 1, 1.1f, 1.1f, 3, 2], ["royal", "royal", "plain", "plain", "none"], new() { Title = "Words & groups", Width = 600, Height = 400 })),
        new TaggedText(
            (["Ada", "Lovelace", "wrote", "to", "Charles", "Babbage", "in", "London", "&", "Turin", "."], ["B-PER", "I-PER", "O", "O", "B-PER", "E-PER", "O", "S-LOC", "O", "B-LOC", "O"]),
            (["The", "old", "man", "<b>"], ["DET", "ADJ", "NOUN", "X"])),
        TextTable.Of("Nearest to 'encrypt'", [new SimilarWord("decrypt", 0.7616f), new SimilarWord("<encrypts>", 0.6941f), new SimilarWord("encrypted", 0.6396f)]),
        TextTable.Of("Names at temperature 0.7", ["GetPathMatchInfo", "VisitMaximumType<T>", "two\nlines"]),
    ];
}
