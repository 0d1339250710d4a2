using MLSeq.Numerics;
using System.Diagnostics;
using System.Globalization;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Benchmarks;

/// <summary>
/// Training steps of a classifier, embedding 100, LSTM 128, batches of 64 x 50 tokens, vocabulary 20,000: tokens a second
/// beside PyTorch's, in alternating rounds cut into slices. PyTorch's figure is its best configuration's. Besides the median,
/// the fastest slices are compared: on a machine with other work, these are the ones that it left alone.
/// </summary>
internal static class TrainingStepBenchmark
{
    private const int Vocabulary = 20_000;
    private const int Batch = 64;
    private const int Steps = 50;
    private const double SliceSeconds = 0.2;

    public static void Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 2;
        var rates = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        void Add(string name, IEnumerable<double> slices)
        {
            rates.TryAdd(name, []);
            rates[name].AddRange(slices);
        }

        for (var round = 0; round < rounds; round++)
        {
            Add("MLSeq, 1 thread", Measure(1, seconds));
            Add("MLSeq, 2 threads", Measure(2, seconds));
            if (Peer.Python is not null)
            {
                foreach (var configuration in Peer.Run("training_step.py", Peer.Number(seconds)).EnumerateObject())
                {
                    Add($"PyTorch, {configuration.Name}", configuration.Value.EnumerateArray().Select(v => v.GetDouble()));
                }
            }
        }

        Console.WriteLine($"tokens a second, median of slices of {rounds} rounds (lowest to highest)");
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

        double Ratio(Func<List<double>, double> rate) =>
            rates.Where(r => r.Key.StartsWith("MLSeq", StringComparison.Ordinal)).Max(r => rate(r.Value)) /
            rates.Where(r => r.Key.StartsWith("PyTorch", StringComparison.Ordinal)).Max(r => rate(r.Value));
        Console.WriteLine(FormattableString.Invariant($"ratio to PyTorch's best: {Ratio(Median):0.00} (of the fastest slices: {Ratio(r => r.Max()):0.00})"));
    }

    private static List<double> Measure(int threads, double seconds)
    {
        var network = new SequenceNetwork(new() { VocabularySize = Vocabulary, EmbeddingSize = 100, HiddenSize = 128, OutputSize = 2 }, 1);
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, new(), team);
        var random = new SeededRandom(1);
        ExampleBatch[] batches = [.. Enumerable.Range(0, 50).Select(_ => new ExampleBatch(network.Shape) { Examples = Enumerable.Range(0, Batch).Select(_ => new SequenceExample
        {
            Ids = [.. Enumerable.Range(0, Steps).Select(_ => random.Next(Vocabulary))],
            Label = random.Next(2),
        }).ToArray() })];
        for (var i = 0; i < 10; i++)
        {
            step.Learn(batches[i]);
        }

        var slices = new List<double>();
        for (var (done, watch) = (0, Stopwatch.StartNew()); watch.Elapsed.TotalSeconds < seconds;)
        {
            var (start, from) = (watch.Elapsed, done);
            while ((watch.Elapsed - start).TotalSeconds < SliceSeconds)
            {
                step.Learn(batches[done++ % batches.Length]);
            }

            slices.Add((done - from) * (double)(Batch * Steps) / (watch.Elapsed - start).TotalSeconds);
        }

        return slices;
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
