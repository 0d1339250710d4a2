using MLSeq.Networks;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Tests;
using MLSeq.Text;

namespace MLSeq.Runtimes.Tests.Cases;

/// <summary>Networks of random weights: each cell, and each head over it.</summary>
internal static class NetworkCases
{
    private const int FrameSize = 3;

    private static readonly string[] Words = ["<unk>", "good", "bad", "film", "the", "不", "👍"];

    private static readonly string[] Texts =
        ["The GOOD film", "", "bad, bad film!", "unseen wörds 👍 不 bad", " ", string.Join(' ', Enumerable.Repeat("the film", 60)), "good"];

    private static readonly int[] Lengths = [4, 0, 1, 33, 2];

    public static IEnumerable<(string Name, Func<ExportedModel> Make)> All()
    {
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            yield return ($"ids, {cell}", () => FromIds(new() { Cell = cell, Layers = 2, OutputSize = 3 }));
            yield return ($"ids, {cell} of two directions", () => FromIds(new() { Cell = cell, Bidirectional = true, OutputSize = 3 }));
        }

        foreach (var weights in new[] { OnnxWeights.Float16, OnnxWeights.Int8 })
        {
            foreach (var cell in new[] { RecurrentCell.Lstm, RecurrentCell.Gru, RecurrentCell.Rnn })
            {
                yield return ($"ids, {cell} with {weights} weights", () => FromIds(new() { Cell = cell, Bidirectional = true, OutputSize = 3 }, weights));
            }
        }

        foreach (var pooling in Enum.GetValues<SequencePooling>())
        {
            yield return ($"frames, pooling {pooling}", () => FromFrames(new() { Pooling = pooling, Bidirectional = true, DenseLayers = 1, OutputSize = 4 }));
            if (pooling != SequencePooling.None)
            {
                yield return ($"text, pooling {pooling}", () => FromText(new() { Pooling = pooling, Bidirectional = true, OutputSize = 4 }));
            }
        }

        yield return ("ids, sigmoid", () => FromIds(new() { Output = NetworkOutput.Sigmoid, OutputSize = 1 }));
        yield return ("ids, linear", () => FromIds(new() { Output = NetworkOutput.Linear, OutputSize = 1 }));
        yield return ("frames, labels of each step", () => FromFrames(new() { Output = NetworkOutput.Sigmoid, Pooling = SequencePooling.None, OutputSize = 5 }));
        yield return ("frames, connectionist temporal classification", () => FromFrames(
            new() { Output = NetworkOutput.ConnectionistTemporalClassification, Pooling = SequencePooling.None, Bidirectional = true, OutputSize = 5 }));
    }

    private static ExportedModel FromIds(SequenceNetworkOptions options, OnnxWeights weights = OnnxWeights.Float32)
    {
        var isSmaller = weights != OnnxWeights.Float32;
        var network = Make(options, vocabularySize: 20, size: isSmaller ? 64 : 8);
        var random = new Random(2);
        var rows = Array.ConvertAll(Lengths, n => Enumerable.Range(0, n).Select(_ => random.Next(20)).ToArray());
        var graph = ExportedNetworks.FromIds(network);
        graph.Weights = weights;
        return new(
            graph.ToArray(),
            new Dictionary<string, Hosts.RuntimeTensor> { ["Ids"] = Batches.Ids(rows) },
            Engine(network, rows, (scorer, row, answer) => scorer.Score(row, answer)),
            isSmaller ? 0.02 : 1e-4);
    }

    private static ExportedModel FromText(SequenceNetworkOptions options)
    {
        var (tokenizer, vocabulary) = (Tokenizers.Words(), Vocabulary.FromTokens(Words));
        var network = Make(options, vocabulary.Count);
        var rows = Array.ConvertAll(Texts, text => tokenizer.Tokenize(text).Select(vocabulary.GetId).ToArray());
        return new(
            ExportedNetworks.FromText(network, tokenizer, vocabulary).ToArray(),
            new Dictionary<string, Hosts.RuntimeTensor> { ["Text"] = Batches.Texts(Texts) },
            Engine(network, rows, (scorer, row, answer) => scorer.Score(row, answer)));
    }

    private static ExportedModel FromFrames(SequenceNetworkOptions options)
    {
        options.FrameSize = FrameSize;
        var network = Make(options, vocabularySize: 0);
        var random = new Random(3);
        var rows = Array.ConvertAll(Lengths, n => Enumerable.Range(0, n * FrameSize).Select(_ => random.NextSingle() - 0.5f).ToArray());
        return new(
            ExportedNetworks.FromFrames(network).ToArray(),
            new Dictionary<string, Hosts.RuntimeTensor> { ["Frames"] = Batches.Frames(rows, FrameSize), ["Lengths"] = Batches.Lengths(rows, FrameSize) },
            Engine(network, rows, (scorer, row, answer) => scorer.Score(row, answer)));
    }

    private static SequenceNetwork Make(SequenceNetworkOptions options, int vocabularySize, int size = 8)
    {
        (options.VocabularySize, options.EmbeddingSize, options.HiddenSize) = (vocabularySize, size - 2, size);
        return new(options, seed: 5);
    }

    private static Dictionary<string, Array[]> Engine<T>(SequenceNetwork network, T[][] rows, Action<SequenceScorer, T[], float[]> score)
    {
        var scorer = network.CreateScorer();
        var options = network.Options;
        return new()
        {
            ["Score"] = Array.ConvertAll(rows, row =>
            {
                var steps = options.Pooling == SequencePooling.None ? Math.Max(1, row.Length / Math.Max(1, options.FrameSize)) : 1;
                var answer = new float[steps * options.OutputSize];
                score(scorer, row, answer);
                return (Array)answer;
            }),
        };
    }
}
