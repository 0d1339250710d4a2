using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Graphs;
using MLSeq.Networks;
using MLSeq.Onnx;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Benchmarks;

/// <summary>
/// The batched scorer against one run of ONNX Runtime a row, both on one thread, on reviews (MLSEQ_DATA) and networks of
/// several sizes with random weights (128 units in one direction is SequenceClassifier's default); and what lower-casing inside the graph costs.
/// </summary>
internal static class ScorerBenchmark
{
    private const int Repeats = 2;

    public static void Run(string[] args)
    {
        string data = Environment.GetEnvironmentVariable("MLSEQ_DATA")
            ?? throw new InvalidOperationException("Set MLSEQ_DATA to the folder of the data sets.");
        (string Name, string[] Texts)[] sets =
        [
            ("SST-2", [.. TextFile.ReadLines(Path.Combine(data, "sentiment/sst2.train.tsv")).Take(2000).Select(l => l.Split('\t')[0])]),
            ("IMDB", [.. TextFile.ReadLines(Path.Combine(data, "sentiment/imdb.train.tsv.gz")).Take(200).Select(l => l.Split('\t')[^1])]),
        ];
        int[] batchSizes = args.Length > 0 ? [.. args.Select(a => int.Parse(a, null))] : [32];
        Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, one thread, rows per second of processor time, the best of {Repeats} turns each");
        foreach (var (name, texts) in sets)
        {
            var tokenizer = Tokenizers.Words();
            var vocabulary = Vocabulary.Build(texts.SelectMany(tokenizer.Tokenize), new VocabularyOptions { MaxSize = 20_000 });
            int[][] ids = [.. texts.Select(t => tokenizer.Tokenize(t).Select(vocabulary.GetId).ToArray())];
            Console.WriteLine($"{name}: {texts.Length} reviews, {ids.Average(r => r.Length):F1} tokens on average, {ids.Max(r => r.Length)} at most");
            foreach (var (hidden, bidirectional) in new[] { (128, false), (128, true), (256, true), (512, true) })
            {
                var network = new SequenceNetwork(
                    new SequenceNetworkOptions { VocabularySize = vocabulary.Count, HiddenSize = hidden, Bidirectional = bidirectional, OutputSize = 2 },
                    seed: 1);
                var kind = $"{(bidirectional ? "BiLSTM" : "LSTM"),6} {hidden}";
                CompareIds(kind, network, ids, batchSizes);
                CompareTexts(kind, network, tokenizer, vocabulary, texts, batchSizes);
            }

            CostOfLowerCase(texts);
        }
    }

    private static void CompareIds(string kind, SequenceNetwork network, int[][] ids, int[] batchSizes)
    {
        var graph = new OnnxGraph();
        var sequence = TextGraph.PaddedIds(graph, graph.Input("Ids", OnnxElementType.Int64, "N", "T"));
        graph.Output("Score", network.Describe(graph, sequence), OnnxElementType.Float, "N", "2");
        Compare(kind + ", ids in ", graph.ToArray(), ids, (ids, row) => OrtValue.CreateTensorValueFromMemory(
            Array.ConvertAll(ids[row], id => (long)id), [1, ids[row].Length]), (scorer, ids) => scorer.Score(ids), batchSizes);
    }

    private static void CompareTexts(string kind, SequenceNetwork network, Tokenizer tokenizer, Vocabulary vocabulary, string[] texts, int[] batchSizes)
    {
        var graph = new OnnxGraph();
        var text = graph.Input("Text", OnnxElementType.String, "N");
        var sequence = TextGraph.Ids(graph, TextGraph.Tokens(graph, text, tokenizer), vocabulary);
        graph.Output("Score", network.Describe(graph, sequence), OnnxElementType.Float, "N", "2");
        Compare(kind + ", text in", graph.ToArray(), texts, (texts, row) =>
        {
            var tensor = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [1]);
            tensor.StringTensorSetElementAt(texts[row].AsSpan(), 0);
            return tensor;
        }, (scorer, texts) => scorer.Score(texts), batchSizes);
    }

    private static void Compare<T>(
        string name, byte[] model, T[] rows, Func<T[], int, OrtValue> toTensor, Func<OnnxSequenceScorer, T[], OnnxScores> score, int[] batchSizes)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var runOptions = new RunOptions();
        var scorers = batchSizes.Select(b => new OnnxSequenceScorer(model, new OnnxScorerOptions { Threads = 1, BatchSize = b })).ToArray();
        float[] single = new float[rows.Length * 2];
        double[] best = new double[1 + scorers.Length];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            best[0] = Math.Max(best[0], RowsPerSecond(rows.Length, () =>
            {
                for (int row = 0; row < rows.Length; row++)
                {
                    using var tensor = toTensor(rows, row);
                    using var outputs = session.Run(runOptions, session.InputNames, [tensor], session.OutputNames);
                    outputs[0].GetTensorDataAsSpan<float>().CopyTo(single.AsSpan(row * 2));
                }
            }));
            for (int i = 0; i < scorers.Length; i++)
            {
                OnnxScores? scores = null;
                best[i + 1] = Math.Max(best[i + 1], RowsPerSecond(rows.Length, () => scores = score(scorers[i], rows)));
                CheckSame(single, scores!.Floats("Score"));
            }
        }

        Console.WriteLine($"  {name}  one Run a row {best[0],8:F0}");
        for (int i = 0; i < scorers.Length; i++)
        {
            Console.WriteLine($"  {name}  batches of {batchSizes[i],3} {best[i + 1],8:F0}   ratio {best[i + 1] / best[0]:F2}");
            scorers[i].Dispose();
        }
    }

    private static void CostOfLowerCase(string[] texts)
    {
        foreach (var normalization in new[] { TextNormalization.None, TextNormalization.LowerCase })
        {
            var graph = new OnnxGraph();
            GraphSequence tokens = TextGraph.Tokens(graph, graph.Input("Text", OnnxElementType.String, "N"), Tokenizers.Words(normalization));
            graph.Output("Lengths", tokens.Lengths, OnnxElementType.Int32, "N");
            using var scorer = new OnnxSequenceScorer(graph.ToArray(), new OnnxScorerOptions { Threads = 1 });
            double best = Enumerable.Range(0, Repeats).Max(_ => RowsPerSecond(texts.Length, () => scorer.Score(texts)));
            Console.WriteLine($"  words cut in the graph, normalization {normalization,-9} {best,8:F0}");
        }
    }

    private static double RowsPerSecond(int rows, Action work)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        work();
        process.Refresh();
        return rows / (process.TotalProcessorTime - start).TotalSeconds;
    }

    private static void CheckSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - found[i]) <= 1e-4f))
            {
                throw new InvalidOperationException($"Row {i / 2}: {expected[i]} one by one, {found[i]} in batches.");
            }
        }
    }
}
