using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Networks;
using MLSeq.Onnx;
using MLSeq.Onnx.Graphs;
using MLSeq.Text;

namespace MLSeq.Benchmarks;

/// <summary>
/// <c>ApplySequenceOnnxModel</c> against ML.NET's own <c>ApplyOnnxModel</c>: one file, a BiLSTM of 128 units with random weights, texts in, on reviews
/// (MLSEQ_DATA), turn by turn, each with its defaults. Built on the real Microsoft.ML alone.
/// </summary>
internal static class ApplyOnnxModelBenchmark
{
    private const int Turns = 3;

    public static void Run(string[] args)
    {
        var data = Environment.GetEnvironmentVariable("MLSEQ_DATA")
            ?? throw new InvalidOperationException("Set MLSEQ_DATA to the folder of the data sets.");
        var scale = args.Length > 0 ? double.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1;
        Console.WriteLine($"{Environment.ProcessorCount} cores, the best of {Turns} turns each, rows a second");
        Compare("IMDB", [.. TextFile.ReadLines(Path.Combine(data, "sentiment/imdb.train.tsv.gz")).Take((int)(400 * scale)).Select(l => l.Split('\t')[^1])]);
        Compare("SST-2", [.. TextFile.ReadLines(Path.Combine(data, "sentiment/sst2.train.tsv")).Take((int)(4000 * scale)).Select(l => l.Split('\t')[0])]);
    }

    private static void Compare(string name, string[] texts)
    {
        var file = Path.GetTempFileName();
        try
        {
            Save(file, texts);
            var ml = new MLContext(seed: 1);
            var rows = ml.Data.LoadFromEnumerable(texts.Select(text => new Review { Text = text }));

            // ML.NET gives a scalar as [1, 1], a vector as its shape; the graph takes [N].
            using var stock = ml.Transforms.Concatenate("Text", "Text")
                .Append(ml.Transforms.ApplyOnnxModel(["Score"], ["Text"], file)).Fit(rows);
            using var batched = ml.Transforms.ApplySequenceOnnxModel(file).Fit(rows);
            var (stockBest, batchedBest) = (0.0, 0.0);
            for (var turn = 0; turn < Turns; turn++)
            {
                var (expected, stockSpeed) = Score(stock, rows);
                var (found, batchedSpeed) = Score(batched, rows);
                var largest = expected.Zip(found, (e, f) => e.Zip(f, (a, b) => Math.Abs(a - b)).Max()).Max();
                if (expected.Count != texts.Length || !(largest <= 1e-4f))
                {
                    throw new InvalidOperationException($"The scores differ by {largest}.");
                }

                (stockBest, batchedBest) = (Math.Max(stockBest, stockSpeed), Math.Max(batchedBest, batchedSpeed));
            }

            Console.WriteLine(FormattableString.Invariant(
                $"{name,6}, {texts.Length} reviews  ApplyOnnxModel {stockBest,7:F0}  ApplySequenceOnnxModel {batchedBest,7:F0}  ratio {batchedBest / stockBest:F2}  padding {100 * batched.Metrics.PaddingShare:F1} %"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (List<float[]> Scores, double RowsPerSecond) Score(ITransformer model, IDataView rows)
    {
        var start = Stopwatch.GetTimestamp();
        var scores = model.Transform(rows).GetColumn<float[]>("Score").ToList();
        return (scores, scores.Count / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Save(string file, string[] texts)
    {
        var tokenizer = Tokenizers.Words();
        var vocabulary = Vocabulary.Build(texts.SelectMany(tokenizer.Tokenize), new VocabularyOptions { MaxSize = 20_000 });
        var network = new SequenceNetwork(
            new SequenceNetworkOptions { VocabularySize = vocabulary.Count, HiddenSize = 128, Bidirectional = true, OutputSize = 2 }, seed: 1);
        var graph = new OnnxGraph();
        var tokens = TextGraph.Tokens(graph, graph.Input("Text", OnnxElementType.String, "N"), tokenizer);
        graph.Output("Score", network.Describe(graph, TextGraph.Ids(graph, tokens, vocabulary)), OnnxElementType.Float, "N", "2");
        graph.Save(file);
    }

    private sealed class Review
    {
        public string Text { get; set; } = "";
    }
}
