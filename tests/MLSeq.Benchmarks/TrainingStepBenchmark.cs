using System.Diagnostics;
using System.Globalization;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Benchmarks;

/// <summary>
/// Training steps of a classifier, embedding 100, LSTM 128, batches of 64 x 50 tokens, vocabulary 20,000: tokens a second
/// beside PyTorch's, in alternating rounds. PyTorch's figure is its best configuration's.
/// </summary>
internal static class TrainingStepBenchmark
{
    private const int Vocabulary = 20_000;
    private const int Batch = 64;
    private const int Steps = 50;

    public static void Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 2;
        var rates = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        void Add(string name, double rate)
        {
            rates.TryAdd(name, []);
            rates[name].Add(rate);
        }

        for (var round = 0; round < rounds; round++)
        {
            Add("MLSeq, 1 thread", Measure(1, seconds));
            Add("MLSeq, 2 threads", Measure(2, seconds));
            if (Peer.Python is not null)
            {
                foreach (var configuration in Peer.Run("training_step.py", Peer.Number(seconds)).EnumerateObject())
                {
                    Add($"PyTorch, {configuration.Name}", configuration.Value.GetDouble());
                }
            }
        }

        Console.WriteLine($"tokens a second, median of {rounds} rounds (lowest to highest)");
        foreach (var (name, values) in rates)
        {
            values.Sort();
            Console.WriteLine(FormattableString.Invariant($"  {name,-50} {Median(values),9:n0} ({values[0]:n0} to {values[^1]:n0})"));
        }

        if (Peer.Python is null)
        {
            Console.WriteLine("no python3 with torch: no comparison (MLSEQ_PYTHON names another interpreter)");
            return;
        }

        var ours = rates.Where(r => r.Key.StartsWith("MLSeq", StringComparison.Ordinal)).Max(r => Median(r.Value));
        var theirs = rates.Where(r => r.Key.StartsWith("PyTorch", StringComparison.Ordinal)).Max(r => Median(r.Value));
        Console.WriteLine(FormattableString.Invariant($"ratio to PyTorch's best: {ours / theirs:0.00}"));
    }

    private static double Measure(int threads, double seconds)
    {
        var network = new SequenceNetwork(new() { VocabularySize = Vocabulary, EmbeddingSize = 100, HiddenSize = 128, OutputSize = 2 }, 1);
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, new(), team);
        var random = new SeededRandom(1);
        SequenceExample[][] batches = [.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, Batch).Select(_ => new SequenceExample
        {
            Ids = [.. Enumerable.Range(0, Steps).Select(_ => random.Next(Vocabulary))],
            Label = random.Next(2),
        }).ToArray())];
        for (var i = 0; i < 10; i++)
        {
            step.Learn(batches[i]);
        }

        var (done, watch) = (0, Stopwatch.StartNew());
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            step.Learn(batches[done++ % batches.Length]);
        }

        return done * (double)(Batch * Steps) / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
