using System.Globalization;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Benchmarks;

/// <summary>
/// Training steps of an encoder-decoder with general attention, two layers of 256 units on each side, the encoder's in both directions, batches of 64 pairs of
/// 25 tokens, 8,000 tokens on each side: target tokens a second beside PyTorch's best form, in alternating rounds cut into slices.
/// <para>Arguments: <c>feeding</c>, <c>plain</c> or <c>all</c>, rounds (5), seconds a round (2).</para>
/// </summary>
internal static class TranslationStepBenchmark
{
    private const int Vocabulary = 8000;
    private const int Size = 256;
    private const int Layers = 2;
    private const int Rows = 64;
    private const int Steps = 25;

    public static void Run(string[] args)
    {
        var chosen = args.Length > 0 ? args[0] : "all";
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var seconds = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 2;
        foreach (var feeding in new[] { true, false }.Where(f => chosen == "all" || chosen == (f ? "feeding" : "plain")))
        {
            Run(feeding, rounds, seconds);
        }
    }

    private static void Run(bool feeding, int rounds, double seconds)
    {
        var rates = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var peaks = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            peaks.Add(TrainingStepBenchmark.ProductPeak());
            foreach (var threads in new[] { 1, 2 })
            {
                rates.TryAdd($"MLSeq, {threads} threads", []);
                rates[$"MLSeq, {threads} threads"].AddRange(TrainingStepBenchmark.Measure(
                    new EncoderDecoderNetwork(Options(feeding), 1), new SequenceTrainerOptions(), [.. Enumerable.Range(0, 20).Select(Batch)], threads, seconds));
            }

            if (Peer.Python is not null)
            {
                string[] arguments = [Peer.Number(seconds), $"{Vocabulary}", $"{Size}", $"{Layers}", $"{Rows}", $"{Steps}", feeding ? "1" : "0"];
                foreach (var form in Peer.Run("translation_step.py", arguments).EnumerateObject())
                {
                    rates.TryAdd($"PyTorch, {form.Name}", []);
                    rates[$"PyTorch, {form.Name}"].AddRange(form.Value.EnumerateArray().Select(v => v.GetDouble()));
                }
            }
        }

        Console.WriteLine($"{(feeding ? "with" : "without")} input feeding: target tokens a second, median of slices of {rounds} rounds (lowest to highest)");
        foreach (var (name, values) in rates)
        {
            Console.WriteLine(FormattableString.Invariant($"  {name,-50} {TrainingStepBenchmark.Median(values),9:n0} ({values.Min():n0} to {values.Max():n0})"));
        }

        double Best(string name, Func<List<double>, double> rate) =>
            rates.Where(r => r.Key.StartsWith(name, StringComparison.Ordinal)).Max(r => rate(r.Value));
        var flops = Best("MLSeq", TrainingStepBenchmark.Median) * FlopsPerToken(feeding) / 1e9;
        Console.WriteLine(FormattableString.Invariant(
            $"  matrix products: {flops:n0} GFLOP/s of a peak of {TrainingStepBenchmark.Median(peaks):n0}: {flops / TrainingStepBenchmark.Median(peaks):p0}"));
        if (Peer.Python is not null)
        {
            double Ratio(Func<List<double>, double> rate) => Best("MLSeq", rate) / Best("PyTorch", rate);
            Console.WriteLine(FormattableString.Invariant(
                $"  ratio to PyTorch's best: {Ratio(TrainingStepBenchmark.Median):0.00} (of the fastest slices: {Ratio(r => r.Max()):0.00})"));
        }
    }

    private static EncoderDecoderOptions Options(bool feeding) => new()
    {
        SourceVocabularySize = Vocabulary,
        TargetVocabularySize = Vocabulary,
        EmbeddingSize = Size,
        HiddenSize = Size,
        EncoderLayers = Layers,
        DecoderLayers = Layers,
        InputFeeding = feeding,
    };

    private static PairBatch Batch(int seed)
    {
        var random = new SeededRandom(seed);
        int[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(Vocabulary))];
        return new() { Pairs = new([.. Enumerable.Range(0, Rows).Select(_ => new SequencePair { Source = Draw(Steps), Target = Draw(Steps - 1) })]) };
    }

    /// <summary>The multiplications and additions for a target token in matrix products: forward once, back twice. There are as many source tokens.</summary>
    private static double FlopsPerToken(bool feeding)
    {
        double Lstm(int input) => 2d * 4 * Size * (input + Size);
        var encoder = 2 * (Lstm(Size) + ((Layers - 1) * Lstm(2 * Size)));
        var decoder = Lstm(feeding ? 2 * Size : Size) + ((Layers - 1) * Lstm(Size));
        var attention = (2d * 2 * Size * Size) + (2d * 3 * Size * Size);
        return 3 * (encoder + decoder + attention + (2d * Size * Vocabulary));
    }
}
