using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Networks;
using MLSeq.Onnx;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Benchmarks;

/// <summary>What ONNX files with smaller weights take and how fast they are: bidirectional networks with random weights on sentences of SST-2 (MLSEQ_DATA), one thread.</summary>
internal static class WeightsBenchmark
{
    private const int Repeats = 3;

    public static void Run(string[] args)
    {
        string data = Environment.GetEnvironmentVariable("MLSEQ_DATA")
            ?? throw new InvalidOperationException("Set MLSEQ_DATA to the folder of the data sets.");
        var tokenizer = Tokenizers.Words();
        string[][] tokens = [.. TextFile.ReadLines(Path.Combine(data, "sentiment/sst2.train.tsv")).Take(2000).Select(line => tokenizer.Tokenize(line.Split('\t')[0]).ToArray())];
        var vocabulary = Vocabulary.Build(tokens.SelectMany(t => t), new VocabularyOptions());
        int[][] ids = [.. tokens.Select(t => Array.ConvertAll(t, vocabulary.GetId))];
        Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, one thread, batches of 32, rows per second of processor time, the best of {Repeats} turns each");
        foreach (var cell in new[] { RecurrentCell.Lstm, RecurrentCell.Gru })
        {
            foreach (int hidden in new[] { 128, 256, 512 })
            {
                var network = new SequenceNetwork(
                    new SequenceNetworkOptions { VocabularySize = vocabulary.Count, Cell = cell, HiddenSize = hidden, Bidirectional = true, OutputSize = 2 }, seed: 1);
                Compare($"Bi{cell} {hidden}", network, ids);
            }
        }
    }

    private static void Compare(string name, SequenceNetwork network, int[][] ids)
    {
        var graph = new OnnxGraph();
        var sequence = TextGraph.PaddedIds(graph, graph.Input("Ids", OnnxElementType.Int64, "N", "T"));
        graph.Output("Score", network.Describe(graph, sequence), OnnxElementType.Float, "N", "2");
        var models = Enum.GetValues<OnnxWeights>().Select(weights =>
        {
            graph.Weights = weights;
            byte[] bytes = graph.ToArray();
            return (Weights: weights, Bytes: bytes.Length, Scorer: new OnnxSequenceScorer(bytes, new OnnxScorerOptions { Threads = 1 }));
        }).ToArray();
        double[] best = new double[models.Length];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int i = 0; i < models.Length; i++)
            {
                best[i] = Math.Max(best[i], RowsPerSecond(models[i].Scorer, ids));
            }
        }

        for (int i = 0; i < models.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name}  {models[i].Weights,-7} {models[i].Bytes / 1e6,6:F1} MB ({100.0 * models[i].Bytes / models[0].Bytes,5:F1} %) {best[i],7:F0} rows/s, ratio {best[i] / best[0]:F2}"));
            models[i].Scorer.Dispose();
        }
    }

    private static double RowsPerSecond(OnnxSequenceScorer scorer, int[][] ids)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        scorer.Score(ids);
        process.Refresh();
        return ids.Length / (process.TotalProcessorTime - start).TotalSeconds;
    }
}
