using System.Numerics.Tensors;
using MLSeq.Decoding.Beams;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Numerics;
using MLSeq.Tests.Networks.EncoderDecoder;

namespace MLSeq.Tests.Decoding.Beams;

public class BeamSearchTests
{
    private static readonly Lazy<EncoderDecoderNetwork> Trained = new(() =>
    {
        var network = new EncoderDecoderNetwork(EncoderDecoderTrainingTests.Options(), 1);
        var pairs = EncoderDecoderTrainingTests.Pairs(300, 1);
        new EncoderDecoderTrainer(network, new() { Epochs = 4, BatchSize = 16, LearningRate = 0.01f, Threads = 1 }).Fit(() => pairs);
        return network;
    });

    [Theory]
    [InlineData(AttentionKind.General, true, 0)]
    [InlineData(AttentionKind.Additive, false, 0.7f)]
    [InlineData(AttentionKind.None, false, 1)]
    public void A_beam_as_wide_as_there_are_targets_finds_the_best_of_all(AttentionKind attention, bool feeding, float penalty)
    {
        const int Longest = 3;
        var network = Random(attention, feeding, vocabulary: 4);
        var decoder = new NetworkDecoder(network);
        var options = new BeamSearchOptions { Width = 60, Best = 5, LengthPenalty = penalty, MaxLength = Longest };
        int[] source = [3, 1, 2];
        IEnumerable<int[]> All(int length) => length == 0 ? [[]] : All(length - 1).SelectMany(before => new[] { 0, 1, 3 }.Select(id => (int[])[.. before, id]));
        var targets = Enumerable.Range(0, Longest + 1).SelectMany(All).OrderByDescending(t => t.Length).ToArray();

        decoder.Read([source]);
        var found = BeamSearch.Run(decoder, options)[0];
        var scores = decoder.Score([.. targets.Select(t => new SequencePair { Source = source, Target = t })]);

        var best = targets.Zip(scores, (target, p) => (target, p, Score: p / Math.Pow(target.Length + 1, penalty))).OrderByDescending(t => t.Score).Take(5).ToArray();
        Assert.Equal(best.Select(t => t.target), found.Select(h => h.Ids.ToArray()));
        Assert.All(best.Zip(found), pair =>
        {
            Assert.Equal(pair.First.p, pair.Second.LogProbability, 1e-4);
            Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4);
            Assert.True(pair.Second.HasEnded);
        });
    }

    [Fact]
    public void A_beam_of_one_is_greedy_and_a_batch_is_its_sources_one_by_one()
    {
        foreach (var network in new[] { Trained.Value, Random(AttentionKind.General, true, vocabulary: 12), Random(AttentionKind.None, true, vocabulary: 12) })
        {
            var sources = EncoderDecoderTrainingTests.Pairs(20, 9).Select(p => p.Source).Append([]).ToArray();
            var decoder = new NetworkDecoder(network);
            foreach (var width in new[] { 1, 4 })
            {
                var options = new BeamSearchOptions { Width = width, MaxLength = 12 };
                decoder.Read(sources);
                var together = BeamSearch.Run(decoder, options);
                for (var i = 0; i < sources.Length; i++)
                {
                    decoder.Read([sources[i]]);
                    var alone = BeamSearch.Run(decoder, options)[0][0];
                    Assert.Equal(alone.Ids, together[i][0].Ids);
                    Assert.Equal(alone.Score, together[i][0].Score, 1e-4);
                    if (width == 1)
                    {
                        Assert.Equal(Greedy(decoder, sources[i], 12), alone.Ids);
                    }
                }
            }
        }
    }

    [Fact]
    public void Wider_beams_do_not_lower_the_models_score_on_average()
    {
        var sources = EncoderDecoderTrainingTests.Pairs(40, 7).Select(p => p.Source).ToArray();
        var decoder = new NetworkDecoder(Trained.Value);
        double Mean(int width)
        {
            decoder.Read(sources);
            return BeamSearch.Run(decoder, new() { Width = width, MaxLength = 12, LengthPenalty = 0 }).Average(best => best[0].Score);
        }

        double[] means = [Mean(1), Mean(2), Mean(5), Mean(10)];

        Assert.Equal(means.Order(), means);
        Assert.True(means[^1] > means[0]);
    }

    [Fact]
    public void Lengths_and_repetitions_are_limited()
    {
        var network = Random(AttentionKind.General, true, vocabulary: 5);
        var decoder = new NetworkDecoder(network);
        int[][] sources = [[1, 2], [3, 4, 3, 1], [2]];
        foreach (var width in new[] { 1, 3 })
        {
            foreach (var hypothesis in Search(new() { Width = width, MinLength = 4, MaxLength = 9 }))
            {
                Assert.InRange(hypothesis.Ids.Count, 4, 9);
            }

            foreach (var hypothesis in Search(new() { Width = width, MinLength = 8, MaxLength = 9, NoRepeatNgram = 2 }))
            {
                var pairs = hypothesis.Ids.Zip(hypothesis.Ids.Skip(1)).ToArray();
                Assert.Equal(pairs.Length, pairs.Distinct().Count());
            }

            foreach (var hypothesis in Search(new() { Width = width, MaxLength = 30, NoRepeatNgram = 1 }))
            {
                Assert.Equal(hypothesis.Ids.Count, hypothesis.Ids.Distinct().Count());
            }
        }

        IEnumerable<BeamHypothesis> Search(BeamSearchOptions options)
        {
            decoder.Read(sources);
            return BeamSearch.Run(decoder, options).Select(best => best[0]);
        }
    }

    [Fact]
    public void The_coverage_penalty_is_what_the_attention_left_out()
    {
        var decoder = new NetworkDecoder(Trained.Value);
        decoder.Read([[4, 7, 5]]);

        var best = BeamSearch.Run(decoder, new() { Width = 3, Best = 3, CoveragePenalty = 0.3f, LengthPenalty = 0.7f, KeepAttention = true, MaxLength = 8 })[0];

        Assert.Equal(best.Select(h => h.Score).OrderDescending(), best.Select(h => h.Score));
        foreach (var hypothesis in best)
        {
            Assert.Equal(hypothesis.Ids.Count, hypothesis.Attention!.Count);
            Assert.All(hypothesis.Attention, shares => Assert.Equal(1, shares.Sum(), 1e-5));
            var plain = hypothesis.LogProbability / Math.Pow(hypothesis.Ids.Count + 1, 0.7f);

            // The step of the end looks at the source, too, which its attention does not tell; it only makes the penalty smaller.
            var upTo = Enumerable.Range(0, 3).Sum(j => 0.3f * Math.Log(Math.Min(1, hypothesis.Attention.Sum(shares => shares[j]))));
            Assert.InRange(hypothesis.Score, plain + upTo - 1e-5, plain + 1e-5);
        }
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        static void Fails(BeamSearchOptions options, string text) => Assert.StartsWith(text, Assert.Throws<ArgumentException>(options.Check).Message, StringComparison.Ordinal);
        Fails(new() { Width = 0 }, "Width is 0");
        Fails(new() { Best = 6 }, "Best is 6; expected 1 to Width, 5");
        Fails(new() { LengthPenalty = float.NaN }, "LengthPenalty");
        Fails(new() { MinLength = 5, MaxLength = 4 }, "MaxLength is 4; expected at least MinLength, 5");
    }

    private static EncoderDecoderNetwork Random(AttentionKind attention, bool feeding, int vocabulary)
    {
        var network = new EncoderDecoderNetwork(
            new() { SourceVocabularySize = 12, TargetVocabularySize = vocabulary, EmbeddingSize = 5, HiddenSize = 6, DecoderLayers = 2, Attention = attention, InputFeeding = feeding },
            3);
        var random = new SeededRandom(4);
        foreach (var parameter in network.Parameters)
        {
            random.Uniform(parameter.Values, 0.8);
        }

        return network;
    }

    private static List<int> Greedy(NetworkDecoder decoder, int[] source, int longest)
    {
        decoder.Read([source]);
        var (ids, last) = (new List<int>(), decoder.StartId);
        while (ids.Count <= longest)
        {
            last = TensorPrimitives.IndexOfMax((ReadOnlySpan<float>)decoder.Step([last], [0], [0]).Row(0));
            if (last == decoder.EndId)
            {
                break;
            }

            ids.Add(last);
        }

        return ids.Count > longest ? ids[..longest] : ids;
    }
}
