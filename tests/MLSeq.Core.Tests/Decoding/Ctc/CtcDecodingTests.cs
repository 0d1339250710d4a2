using MLSeq.Decoding.Ctc;

namespace MLSeq.Tests.Decoding.Ctc;

public class CtcDecodingTests
{
    [Fact]
    public void The_best_path_merges_repeats_and_drops_blanks()
    {
        Assert.Equal([1, 2, 2, 1], CtcBestPath.Decode(Certain(0, 1, 1, 0, 2, 0, 2, 2, 1, 0), 3));
        Assert.Empty(CtcBestPath.Decode(Certain(0, 0), 3));
        Assert.Empty(CtcBestPath.Decode([], 3));
    }

    // The textbook's case: the best path is two blanks (0.36), but the paths of [1] together are likelier (0.64).
    [Fact]
    public void The_search_adds_up_paths_where_the_best_one_misleads()
    {
        float[] scores = [.. new[] { 0.6f, 0.4f, 0.6f, 0.4f }.Select(p => MathF.Log(p))];
        Assert.Empty(CtcBestPath.Decode(scores, 2));
        var best = new CtcBeamSearch().Decode(scores, 2)[0];
        Assert.Equal([1], best.Labels);
        Assert.Equal(Math.Log(0.64), best.LogProbability, 1e-6);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 2)]
    [InlineData(3, 5)]
    public void A_beam_as_wide_as_there_are_beginnings_finds_all_labels_with_their_probabilities(int steps, int classes)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var scores = Random(steps, classes, seed);
            var expected = Probabilities(scores, classes);
            var found = new CtcBeamSearch(new() { BeamWidth = 10_000, LabelThreshold = 0 }).Decode(scores, classes);
            Assert.Equal(expected.Count, found.Count);
            Assert.All(found, hypothesis => Assert.Equal(expected[Key(hypothesis.Labels)], Math.Exp(hypothesis.LogProbability), 1e-6));
            Assert.Equal(expected.MaxBy(pair => pair.Value).Key, Key(found[0].Labels));
            Assert.Equal(found.OrderByDescending(h => h.Score).Select(h => h.Score), found.Select(h => h.Score));

            // A narrow beam misses paths, never adds any.
            Assert.All(new CtcBeamSearch(new() { BeamWidth = 2 }).Decode(scores, classes),
                hypothesis => Assert.InRange(Math.Exp(hypothesis.LogProbability), 0, expected[Key(hypothesis.Labels)] + 1e-6));
        }
    }

    [Fact]
    public void A_language_model_and_a_bonus_count_as_they_say()
    {
        var scores = Random(5, 3, 3);
        var probabilities = Probabilities(scores, 3);

        var found = new CtcBeamSearch(new()
        {
            BeamWidth = 1000,
            LabelThreshold = 0,
            LanguageModel = new Alternating(0),
            LanguageModelWeight = 0.7,
            LabelBonus = 0.3,
        }).Decode(scores, 3);
        foreach (var hypothesis in found)
        {
            var (language, model) = (0d, (CtcLanguageModel)new Alternating(0));
            foreach (var label in hypothesis.Labels)
            {
                language += (0.7 * model.Score(label)) + 0.3;
                model = model.After(label);
            }

            language += 0.7 * model.ScoreEnd();
            Assert.Equal(Math.Log(probabilities[Key(hypothesis.Labels)]) + language, hypothesis.Score, 1e-5);
        }

        Assert.Equal(found.OrderByDescending(h => h.Score).Select(h => h.Score), found.Select(h => h.Score));
    }

    [Fact]
    public void Without_doubt_the_search_reads_what_the_best_path_reads()
    {
        var scores = Certain(0, 1, 1, 0, 1, 2, 0, 2);
        Assert.Equal(CtcBestPath.Decode(scores, 3), new CtcBeamSearch().Decode(scores, 3)[0].Labels);
        var none = Assert.Single(new CtcBeamSearch().Decode([], 3));
        Assert.Empty(none.Labels);
        Assert.Equal(0, none.LogProbability);
    }

    [Fact]
    public void Bad_options_and_scores_are_named()
    {
        Assert.Contains("BeamWidth is 0", Assert.Throws<ArgumentException>(() => new CtcBeamSearch(new() { BeamWidth = 0 })).Message);
        Assert.Contains("LabelThreshold is 1", Assert.Throws<ArgumentException>(() => new CtcBeamSearch(new() { LabelThreshold = 1 })).Message);
        Assert.Contains("multiple of the number of classes, 3", Assert.Throws<ArgumentException>(() => CtcBestPath.Decode([1, 2], 3)).Message);
    }

    /// <summary>The probability of all labels, from all paths.</summary>
    private static Dictionary<string, double> Probabilities(float[] scores, int classes)
    {
        var result = new Dictionary<string, double>();
        var steps = scores.Length / classes;
        for (var path = 0; path < (int)Math.Pow(classes, steps); path++)
        {
            var (labels, sum, before) = (new List<int>(), 0d, 0);
            for (var (t, rest) = (0, path); t < steps; t++, rest /= classes)
            {
                var k = rest % classes;
                sum += scores[(t * classes) + k];
                if (k != 0 && k != before)
                {
                    labels.Add(k);
                }

                before = k;
            }

            result[Key(labels)] = result.GetValueOrDefault(Key(labels)) + Math.Exp(sum);
        }

        return result;
    }

    private static string Key(IEnumerable<int> labels) => string.Join(' ', labels);

    private static float[] Random(int steps, int classes, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, steps).SelectMany(_ =>
        {
            var weights = Enumerable.Range(0, classes).Select(_ => Math.Exp(3 * random.NextDouble())).ToArray();
            return weights.Select(w => (float)Math.Log(w / weights.Sum()));
        })];
    }

    /// <summary>Three classes, one of which is all but certain at each step.</summary>
    private static float[] Certain(params int[] path) =>
        [.. path.SelectMany(k => Enumerable.Range(0, 3).Select(j => MathF.Log(j == k ? 0.998f : 0.001f)))];

    /// <summary>Likes to alternate, and to end with 1.</summary>
    private sealed class Alternating(int last) : CtcLanguageModel
    {
        public override double Score(int label) => Math.Log(last == 0 ? 0.5 : last == label ? 0.1 : 0.9);

        public override double ScoreEnd() => Math.Log(last == 1 ? 0.8 : 0.2);

        public override CtcLanguageModel After(int label) => new Alternating(label);
    }
}
