using System.Diagnostics;
using System.Globalization;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Benchmarks;

/// <summary>
/// Training steps of five networks: tokens a second beside PyTorch's, in alternating rounds cut into slices, and the share of the
/// machine's matrix-product peak. PyTorch's figure is its best form's: one or two threads, dense or sparse gradients of the
/// embedding. Besides the median, the fastest slices are compared: on a machine with other work, these are the ones that it left alone.
/// <para>Arguments: the configuration or <c>all</c>, rounds (5), seconds a round (2).</para>
/// </summary>
internal static class TrainingStepBenchmark
{
    private const double SliceSeconds = 0.2;

    public static void Run(string[] args)
    {
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var seconds = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 2;
        var chosen = TrainingConfiguration.All.Where(c => args.Length == 0 || args[0] == "all" || args[0] == c.Name).ToArray();
        if (chosen.Length == 0)
        {
            Console.WriteLine($"'{args[0]}': expected all, {string.Join(", ", TrainingConfiguration.All.Select(c => c.Name))}");
        }

        foreach (var configuration in chosen)
        {
            Run(configuration, rounds, seconds);
        }
    }

    private static void Run(TrainingConfiguration configuration, int rounds, double seconds)
    {
        var rates = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var peaks = new List<double>();
        void Add(string name, IEnumerable<double> slices)
        {
            rates.TryAdd(name, []);
            rates[name].AddRange(slices);
        }

        for (var round = 0; round < rounds; round++)
        {
            peaks.Add(ProductPeak());
            Add("MLSeq, 1 thread", Measure(configuration, 1, seconds));
            Add("MLSeq, 2 threads", Measure(configuration, 2, seconds));
            if (Peer.Python is not null)
            {
                foreach (var form in Peer.Run("training_step.py", configuration.Arguments(seconds)).EnumerateObject())
                {
                    Add($"PyTorch, {form.Name}", form.Value.EnumerateArray().Select(v => v.GetDouble()));
                }
            }
        }

        Console.WriteLine($"{configuration.Name}: tokens a second, median of slices of {rounds} rounds (lowest to highest)");
        foreach (var (name, values) in rates)
        {
            values.Sort();
            Console.WriteLine(FormattableString.Invariant($"  {name,-50} {Median(values),9:n0} ({values[0]:n0} to {values[^1]:n0})"));
        }

        double Best(string name, Func<List<double>, double> rate) =>
            rates.Where(r => r.Key.StartsWith(name, StringComparison.Ordinal)).Max(r => rate(r.Value));
        double Flops(Func<List<double>, double> rate) => Best("MLSeq", rate) * configuration.FlopsPerToken / 1e9;
        Console.WriteLine(FormattableString.Invariant(
            $"  matrix products: {Flops(Median):n0} GFLOP/s of a peak of {Median(peaks):n0}: {Flops(Median) / Median(peaks):p0} (fastest slices and peak: {Flops(r => r.Max()) / peaks.Max():p0})"));
        if (Peer.Python is null)
        {
            Console.WriteLine("  no python3 with torch: no comparison (MLSEQ_PYTHON names another interpreter)");
            return;
        }

        double Ratio(string peer, Func<List<double>, double> rate) => Best("MLSeq", rate) / Best(peer, rate);
        Console.WriteLine(FormattableString.Invariant(
            $"  ratio to PyTorch's best: {Ratio("PyTorch", Median):0.00} (of the fastest slices: {Ratio("PyTorch", r => r.Max()):0.00})"));
    }

    private static List<double> Measure(TrainingConfiguration configuration, int threads, double seconds) => Measure(
        new SequenceNetwork(configuration.Network, 1), configuration.Training, [.. Enumerable.Range(0, 50).Select(i => new RandomBatch(configuration, i))],
        threads, seconds);

    /// <summary>Tokens a second of slices of time.</summary>
    public static List<double> Measure(ITrainable network, SequenceTrainerOptions training, IReadOnlyList<TrainingBatch> batches, int threads, double seconds)
    {
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, training, team);
        for (var i = 0; i < 5; i++)
        {
            step.Learn(batches[i]);
        }

        var slices = new List<double>();
        for (var (done, watch) = (0, Stopwatch.StartNew()); watch.Elapsed.TotalSeconds < seconds;)
        {
            var (start, from) = (watch.Elapsed, done);
            while ((watch.Elapsed - start).TotalSeconds < SliceSeconds)
            {
                step.Learn(batches[done++ % batches.Count]);
            }

            slices.Add((done - from) * (double)batches[0].Tokens / (watch.Elapsed - start).TotalSeconds);
        }

        return slices;
    }

    /// <summary>GFLOP/s of large square products, one on each core.</summary>
    public static double ProductPeak()
    {
        const int Size = 768;
        using var team = new WorkerTeam(Environment.ProcessorCount);
        var matrices = Enumerable.Range(0, team.Size).Select(_ => Enumerable.Range(0, 3).Select(_ => new AlignedBuffer(Size * Size)).ToArray()).ToArray();
        void Work() => team.Run(worker =>
        {
            var m = matrices[worker];
            MatrixProduct.Multiply(false, false, Size, Size, Size, m[0].Span, Size, m[1].Span, Size, m[2].Span, Size, false);
        });
        return team.Size * 2d * Size * Size * Size / Stopwatches.Least(Work) / 1e9;
    }

    public static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
