using MLSeq.Networks;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Graphs;

/// <summary>The engine and ONNX Runtime on what the engine describes: the same scores, within 1e-4, and the same labels.</summary>
public class NetworkGraphTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<SequencePooling, bool, int, NetworkOutput, bool> Networks()
    {
        var data = new TheoryData<SequencePooling, bool, int, NetworkOutput, bool>();
        foreach (var pooling in Enum.GetValues<SequencePooling>())
        {
            foreach (bool bidirectional in new[] { false, true })
            {
                foreach (int layers in new[] { 1, 2 })
                {
                    foreach (bool frames in new[] { false, true })
                    {
                        data.Add(pooling, bidirectional, layers, NetworkOutput.Softmax, frames);
                    }
                }
            }
        }

        data.Add(SequencePooling.Last, true, 1, NetworkOutput.Sigmoid, false);
        data.Add(SequencePooling.Mean, false, 1, NetworkOutput.Linear, true);
        data.Add(SequencePooling.None, true, 1, NetworkOutput.Sigmoid, true);
        data.Add(SequencePooling.None, true, 2, NetworkOutput.ConnectionistTemporalClassification, true);
        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Graph_scores_as_the_engine_does(SequencePooling pooling, bool bidirectional, int layers, NetworkOutput output, bool frames)
    {
        var options = new SequenceNetworkOptions
        {
            VocabularySize = frames ? 0 : 50,
            FrameSize = frames ? 7 : 0,
            EmbeddingSize = 9,
            HiddenSize = 12,
            Layers = layers,
            Bidirectional = bidirectional,
            Pooling = pooling,
            DenseLayers = layers - 1,
            OutputSize = output == NetworkOutput.Linear ? 1 : pooling == SequencePooling.Last && output == NetworkOutput.Sigmoid ? 1 : 4,
            Output = output,
        };
        var random = new Random(5);
        int[] lengths = [0, 1, 2, 300, .. Enumerable.Range(0, 60).Select(_ => random.Next(1, 40))];
        var network = new SequenceNetwork(options, seed: 3);

        if (frames)
        {
            Compare(network, lengths, [.. lengths.Select(n => Enumerable.Range(0, n * 7).Select(_ => random.NextSingle() - 0.5f).ToArray())]);
        }
        else
        {
            Compare(network, lengths, [.. lengths.Select(n => Enumerable.Range(0, n).Select(_ => random.Next(50)).ToArray())]);
        }
    }

    [Fact]
    public void A_thousand_documents_of_any_length_are_scored_as_the_engine_does()
    {
        var options = new SequenceNetworkOptions
        {
            VocabularySize = 2000,
            EmbeddingSize = 50,
            HiddenSize = 64,
            Bidirectional = true,
            Pooling = SequencePooling.Max,
            OutputSize = 5,
        };
        var random = new Random(6);
        int[] lengths = [0, 1, 2000, 2000, 0, 1, .. Enumerable.Range(0, 994).Select(i => random.Next(1, i % 50 == 0 ? 800 : 60))];
        var network = new SequenceNetwork(options, seed: 4);
        Compare(network, lengths, [.. lengths.Select(n => Enumerable.Range(0, n).Select(_ => random.Next(2000)).ToArray())]);
    }

    private static void Compare(SequenceNetwork network, int[] lengths, int[][] ids)
    {
        using var scorer = new OnnxSequenceScorer(ExportedNetworks.FromIds(network).ToArray());
        var engine = network.CreateScorer();
        Compare(scorer.Score(ids), lengths, network.Options, row =>
        {
            float[] expected = new float[network.Options.OutputSize * AnswersOf(network.Options, lengths[row])];
            engine.Score(ids[row], expected);
            return expected;
        });
    }

    private static void Compare(SequenceNetwork network, int[] lengths, float[][] frames)
    {
        using var scorer = new OnnxSequenceScorer(ExportedNetworks.FromFrames(network).ToArray());
        var engine = network.CreateScorer();
        Compare(scorer.Score(frames), lengths, network.Options, row =>
        {
            float[] expected = new float[network.Options.OutputSize * AnswersOf(network.Options, lengths[row])];
            engine.Score(frames[row], expected);
            return expected;
        });
    }

    private static int AnswersOf(SequenceNetworkOptions options, int length) => options.Pooling == SequencePooling.None ? Math.Max(1, length) : 1;

    private static void Compare(OnnxScores scores, int[] lengths, SequenceNetworkOptions options, Func<int, float[]> engine)
    {
        Assert.Equal(lengths.Length, scores.Rows);
        for (int row = 0; row < lengths.Length; row++)
        {
            float[] expected = engine(row);
            float[] found = scores.Floats("Score", row).ToArray();

            // The engine answers the one step that it gives to an empty sequence.
            bool isEmpty = options.Pooling == SequencePooling.None && lengths[row] == 0;
            Assert.Equal(isEmpty ? 0 : expected.Length, found.Length);
            for (int k = 0; k < found.Length; k++)
            {
                Assert.True(
                    Math.Abs(expected[k] - found[k]) <= Tolerance,
                    $"row {row} of {lengths[row]} steps, output {k}: the engine gives {expected[k]}, the graph {found[k]}");
            }

            if (options.Output == NetworkOutput.Softmax && options.Pooling != SequencePooling.None)
            {
                Assert.Equal(Array.IndexOf(expected, expected.Max()).ToString(), scores.Strings("Label")[row]);
            }
        }
    }
}
