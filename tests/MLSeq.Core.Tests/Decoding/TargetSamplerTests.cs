using MLSeq.Decoding;
using MLSeq.Decoding.Beams;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Numerics;

namespace MLSeq.Tests.Decoding;

public class TargetSamplerTests
{
    private const int StartId = 2;
    private const int EndId = 3;

    private static readonly int[][] Sources = [[1, 4], [5, 3, 0, 2], [], [1, 4], [2]];

    [Fact]
    public void Targets_are_drawn_as_often_as_they_are_probable()
    {
        const int Draws = 1000;
        var decoder = new NetworkDecoder(Network(vocabulary: 5));
        int[] source = [3, 1, 2];
        var counts = new Dictionary<string, int>();
        for (var seed = 0; seed < 20; seed++)
        {
            foreach (var drawn in Run(decoder, new() { Count = Draws, Seed = seed, MaxLength = 6 }, source)[0])
            {
                var key = string.Join(' ', drawn.Ids);
                counts[key] = counts.GetValueOrDefault(key) + (drawn.HasEnded ? 1 : 0);
            }
        }

        int[][] targets = [[4], [1], [1, 1], [1, 4], [4, 1], []];
        foreach (var target in targets)
        {
            // Five standard deviations of a share of so many draws.
            var expected = Math.Exp(LogProbability(decoder, source, target));
            var share = counts.GetValueOrDefault(string.Join(' ', target)) / (20d * Draws);
            Assert.Equal(expected, share, 5 * Math.Sqrt(expected * (1 - expected) / (20 * Draws)));
        }

        Assert.DoesNotContain(counts.Keys, ids => ids.Contains('2') || ids.Contains('3'));
    }

    [Fact]
    public void A_batch_is_its_sources_one_by_one_and_a_seed_decides_all()
    {
        var decoder = new NetworkDecoder(Network(vocabulary: 30));
        var options = new TargetSamplingOptions { Count = 3, Seed = 5, Temperature = 0.9f, TopK = 12, TopP = 0.95f, KeepAttention = true };

        var together = Run(decoder, options, Sources);

        Assert.Equal(Ids(together), Ids(Run(decoder, options, Sources)));
        for (var i = 0; i < Sources.Length; i++)
        {
            Assert.Equal(together[i].Select(t => t.Ids.ToArray()), Run(decoder, options, Sources[i])[0].Select(t => t.Ids.ToArray()));
            Assert.Equal(3, together[i].Select(t => string.Join(' ', t.Ids)).Distinct().Count());
            Assert.All(together[i], t => Assert.Equal(t.Ids.Count, t.Attention!.Count));
        }

        Assert.Equal(together[0].Select(t => t.Ids.ToArray()), together[3].Select(t => t.Ids.ToArray()));
        options.Seed = 6;
        Assert.NotEqual(Ids(together), Ids(Run(decoder, options, Sources)));
        options.Count = 1;
        Assert.Equal(Run(decoder, new() { Seed = 6, Count = 2, MaxLength = 9 }, Sources)[1][0].Ids, Run(decoder, new() { Seed = 6, MaxLength = 9 }, Sources)[1][0].Ids);
    }

    [Fact]
    public void Without_temperature_it_is_a_beam_of_one()
    {
        var decoder = new NetworkDecoder(Network(vocabulary: 30));
        foreach (var least in new[] { 0, 6 })
        {
            var drawn = Run(decoder, new() { Temperature = 0, MinLength = least, MaxLength = 12 }, Sources);
            decoder.Read(Sources);
            var best = BeamSearch.Run(decoder, new() { Width = 1, MinLength = least, MaxLength = 12 });

            Assert.Equal(Ids(best), Ids(drawn));
            Assert.All(drawn, t => Assert.InRange(t[0].Ids.Count, least, 12));
        }
    }

    [Fact]
    public void Targets_tell_their_probability_by_the_model_whatever_the_temperature()
    {
        var decoder = new NetworkDecoder(Network(vocabulary: 12));
        var drawn = Run(decoder, new() { Count = 8, Temperature = 1.5f, TopK = 6, MaxLength = 40 }, Sources);
        for (var i = 0; i < Sources.Length; i++)
        {
            foreach (var target in drawn[i].Where(t => t.HasEnded))
            {
                Assert.Equal(LogProbability(decoder, Sources[i], [.. target.Ids]), target.LogProbability, 1e-3);
            }
        }

        Assert.Contains(drawn, targets => targets.Any(t => t.HasEnded));
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        static void Fails(TargetSamplingOptions options, string text) => Assert.StartsWith(text, Assert.Throws<ArgumentException>(options.Check).Message, StringComparison.Ordinal);
        Fails(new() { Temperature = -1 }, "Temperature is -1");
        Fails(new() { Count = 0 }, "Count is 0");
        Fails(new() { MinLength = 5, MaxLength = 4 }, "MaxLength is 4; expected at least MinLength, 5");
    }

    private static IReadOnlyList<BeamHypothesis>[] Run(NetworkDecoder decoder, TargetSamplingOptions options, params int[][] sources)
    {
        decoder.Read(sources);
        return TargetSampler.Run(decoder, options);
    }

    private static IEnumerable<int[]> Ids(IEnumerable<IReadOnlyList<BeamHypothesis>> targets) => targets.SelectMany(all => all.Select(t => t.Ids.ToArray()));

    private static double LogProbability(NetworkDecoder decoder, int[] source, int[] target) => decoder.Score([new SequencePair { Source = source, Target = target }])[0];

    private static EncoderDecoderNetwork Network(int vocabulary)
    {
        var network = new EncoderDecoderNetwork(
            new() { SourceVocabularySize = 6, TargetVocabularySize = vocabulary, StartId = StartId, EndId = EndId, EmbeddingSize = 5, HiddenSize = 6 }, 3);
        var random = new SeededRandom(4);
        foreach (var parameter in network.Parameters)
        {
            random.Uniform(parameter.Values, 0.8);
        }

        // As in a trained network, no target has the begin token.
        var bias = network.Parameters.Single(p => p.Name == "output.bias").Values;
        (bias[StartId], bias[EndId]) = (-50, 0.5f);
        return network;
    }
}
