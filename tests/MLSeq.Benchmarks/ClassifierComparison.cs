using System.Diagnostics;
using System.Text.Json;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Benchmarks;

/// <summary>
/// A bidirectional LSTM classifier, max-pooled, beside PyTorch's with the same ids, initial distributions, batches, optimizer and
/// schedule: accuracy on held-out rows for some seeds each. No run looks at the held-out rows before its end.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="training">How it is trained.</param>
internal sealed class ClassifierComparison(SequenceNetworkOptions network, SequenceTrainerOptions training)
{
    public void Run(int seeds, SequenceExample[] train, SequenceExample[] heldOut)
    {
        var ours = Enumerable.Range(1, seeds).Select(seed => Measure(seed, train, heldOut)).ToArray();
        Print("MLSeq", ours);
        if (Peer.Python is null)
        {
            Console.WriteLine("no python3 with torch: no comparison (MLSEQ_PYTHON names another interpreter)");
            return;
        }

        var theirs = MeasurePeer(seeds, train, heldOut);
        Print("PyTorch", theirs);
        var difference = ours.Average(r => r.Accuracy) - theirs.Average(r => r.Accuracy);
        Console.WriteLine(FormattableString.Invariant($"MLSeq minus PyTorch: {100 * difference:+0.0;-0.0} points"));
    }

    private (double Accuracy, double Seconds) Measure(int seed, SequenceExample[] train, SequenceExample[] heldOut)
    {
        var watch = Stopwatch.StartNew();
        var model = new SequenceNetwork(network, seed);
        training.Seed = seed;
        new SequenceTrainer(model, training).Fit(() => train);
        var seconds = watch.Elapsed.TotalSeconds;
        var scores = new float[network.OutputSize * heldOut.Length];
        model.CreateScorer().Score(heldOut, scores);
        var right = heldOut.Where((row, i) => IndexOfLargest(scores.AsSpan(i * network.OutputSize, network.OutputSize)) == (int)row.Label).Count();
        return ((double)right / heldOut.Length, seconds);
    }

    private (double Accuracy, double Seconds)[] MeasurePeer(int seeds, SequenceExample[] train, SequenceExample[] heldOut)
    {
        var file = Path.GetTempFileName();
        try
        {
            object[][] Rows(SequenceExample[] rows) => [.. rows.Select(r => new object[] { r.Label, r.Ids! })];
            var options = new
            {
                training.Epochs,
                training.BatchSize,
                training.LearningRate,
                training.Decay,
                training.DecayAfter,
                training.ClipNorm,
            };
            File.WriteAllText(file, JsonSerializer.Serialize(new { seeds, Network = network, Training = options, train = Rows(train), dev = Rows(heldOut) }));
            return [.. Peer.Run("classifier.py", file).EnumerateArray()
                .Select(r => (r.GetProperty("accuracy").GetDouble(), r.GetProperty("seconds").GetDouble()))];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static int IndexOfLargest(ReadOnlySpan<float> scores)
    {
        var largest = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            largest = scores[i] > scores[largest] ? i : largest;
        }

        return largest;
    }

    private static void Print(string name, (double Accuracy, double Seconds)[] runs)
    {
        for (var i = 0; i < runs.Length; i++)
        {
            Console.WriteLine(FormattableString.Invariant($"  {name,-8} seed {i + 1}: {100 * runs[i].Accuracy:0.0} % in {runs[i].Seconds:0.0} s"));
        }

        Console.WriteLine(FormattableString.Invariant($"  {name,-8} mean:   {100 * runs.Average(r => r.Accuracy):0.00} % in {runs.Average(r => r.Seconds):0.0} s"));
    }
}
