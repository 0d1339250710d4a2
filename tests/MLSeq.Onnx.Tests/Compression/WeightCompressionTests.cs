using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests.Compression;

/// <summary>Graphs with their weights stored smaller: nearly the same scores, files as small as promised.</summary>
public class WeightCompressionTests
{
    private const int Tokens = 500;

    public static TheoryData<RecurrentCell, bool, SequencePooling, NetworkOutput> Networks()
    {
        var data = new TheoryData<RecurrentCell, bool, SequencePooling, NetworkOutput>();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            data.Add(cell, true, SequencePooling.Last, NetworkOutput.Softmax);
            data.Add(cell, false, SequencePooling.None, NetworkOutput.Softmax);
        }

        data.Add(RecurrentCell.Lstm, true, SequencePooling.Attention, NetworkOutput.Softmax);
        data.Add(RecurrentCell.Lstm, true, SequencePooling.Max, NetworkOutput.Linear);
        data.Add(RecurrentCell.Gru, true, SequencePooling.None, NetworkOutput.Sigmoid);
        data.Add(RecurrentCell.Lstm, true, SequencePooling.None, NetworkOutput.ConnectionistTemporalClassification);
        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Scores_stay_close(RecurrentCell cell, bool bidirectional, SequencePooling pooling, NetworkOutput output)
    {
        var network = Network(cell, bidirectional, pooling, output);
        int[][] ids = Sentences();
        OnnxScores Score(OnnxWeights weights)
        {
            var graph = ExportedNetworks.FromIds(network);
            graph.Weights = weights;
            using var scorer = new OnnxSequenceScorer(graph.ToArray());
            return scorer.Score(ids);
        }

        var expected = Score(OnnxWeights.Float32);
        float[] all = [.. ids.SelectMany((_, row) => expected.Floats("Score", row).ToArray())];
        float range = all.Max() - all.Min();
        foreach (var (weights, tolerance) in new[] { (OnnxWeights.Float16, 2e-3f), (OnnxWeights.Int8, 0.06f) })
        {
            var found = Score(weights);
            float largest = all.Zip(ids.SelectMany((_, row) => found.Floats("Score", row).ToArray()), (a, b) => Math.Abs(a - b)).Max();
            Assert.True(largest <= tolerance * range, $"{weights}: scores differ by up to {largest / range} of their range");
            Assert.True(largest > 0, $"{weights}: scores do not differ at all");
        }
    }

    [Fact]
    public void Files_are_a_half_and_a_quarter_of_the_size()
    {
        var network = new SequenceNetwork(new() { VocabularySize = 5000, EmbeddingSize = 64, HiddenSize = 64, OutputSize = 2 }, seed: 1);
        var graph = ExportedNetworks.FromIds(network);
        double Size(OnnxWeights weights)
        {
            graph.Weights = weights;
            return graph.ToArray().Length;
        }

        double whole = Size(OnnxWeights.Float32);
        Assert.InRange(Size(OnnxWeights.Float16) / whole, 0.5, 0.51);
        Assert.InRange(Size(OnnxWeights.Int8) / whole, 0.25, 0.28);

        // The graph itself is as it was.
        Assert.Equal(whole, Size(OnnxWeights.Float32));
    }

    [Theory]
    [InlineData(OnnxWeights.Float32)]
    [InlineData(OnnxWeights.Float16)]
    [InlineData(OnnxWeights.Int8)]
    public void Tied_weights_are_written_once(OnnxWeights weights)
    {
        long Size(bool tie)
        {
            var vocabulary = Vocabulary.Build(Enumerable.Range(0, 500).Select(n => $"t{n}"), new() { SpecialTokens = SpecialTokens.Begin | SpecialTokens.End });
            var options = new SequenceNetworkOptions
            {
                VocabularySize = vocabulary.Count,
                OutputSize = vocabulary.Count,
                EmbeddingSize = 64,
                HiddenSize = 64,
                Pooling = SequencePooling.None,
                TieEmbeddings = tie,
            };
            var graph = LanguageModelGraph.Generator(new LanguageModel(new SequenceNetwork(options, seed: 1), Tokenizers.Whitespace(), vocabulary, isContinuous: true));
            graph.Weights = weights;
            return graph.ToArray().Length;
        }

        var bytes = weights switch { OnnxWeights.Float32 => 4, OnnxWeights.Float16 => 2, _ => 1 };
        Assert.InRange(Size(tie: false) - Size(tie: true), 500 * 64 * bytes * 0.95, 500 * 64 * bytes * 1.15);
    }

    private static SequenceNetwork Network(RecurrentCell cell, bool bidirectional, SequencePooling pooling, NetworkOutput output) => new(
        new SequenceNetworkOptions
        {
            VocabularySize = Tokens,
            EmbeddingSize = 32,
            Cell = cell,
            HiddenSize = 48,
            Bidirectional = bidirectional,
            Pooling = pooling,
            OutputSize = output == NetworkOutput.Linear ? 1 : 40,
            Output = output,
        },
        seed: 3);

    private static int[][] Sentences()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 40).Select(n => Enumerable.Range(0, n + 1).Select(_ => random.Next(Tokens)).ToArray())];
    }
}
