using MLSeq.Decoding.Ctc;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

/// <summary>A language model that judges the labels of a search.</summary>
public class LabelLanguageModelTests
{
    private static readonly Vocabulary Labels = Vocabulary.FromTokens(["c", "a", "b"]);

    [Theory]
    [InlineData(RecurrentCell.Lstm, 1, false)]
    [InlineData(RecurrentCell.Gru, 2, false)]
    [InlineData(RecurrentCell.Lstm, 2, true)]
    public void Labels_have_the_probability_of_their_text(RecurrentCell cell, int layers, bool isContinuous)
    {
        var model = Model(cell, layers, isContinuous);
        var start = model.OverLabels(Labels);
        foreach (var text in (string[])["", "a", "abba", "cab", "aaaaaaaaaaaa"])
        {
            var (sum, now) = (0d, start);
            foreach (var letter in text)
            {
                var label = Labels.GetId($"{letter}");
                sum += now.Score(label);
                now = now.After(label);
            }

            Assert.Equal(model.LogProbability(text), sum + now.ScoreEnd(), 1e-4);
        }
    }

    [Fact]
    public void Branches_do_not_disturb_each_other_on_any_thread()
    {
        var model = Model(RecurrentCell.Gru, 1, false);
        var start = model.OverLabels(Labels);
        double Score(int n)
        {
            var (sum, now) = (0d, start);
            for (var rest = n; rest > 0; rest /= 3)
            {
                sum += now.Score(1 + (rest % 3));
                now = now.After(1 + (rest % 3));
            }

            return sum;
        }

        var expected = Enumerable.Range(0, 200).Select(Score).ToArray();
        Assert.Equal(expected, Enumerable.Range(0, 200).AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(Score));
    }

    [Fact]
    public void A_search_finds_what_sound_and_language_model_like_together()
    {
        // The sound does not tell a from b; the model's likelier one is found.
        var model = Model(RecurrentCell.Gru, 1, false);
        float[] scores = [.. new[] { 0.02f, 0.02f, 0.48f, 0.48f }.Select(p => MathF.Log(p))];
        var (a, b) = (model.LogProbability("a"), model.LogProbability("b"));
        var search = new CtcBeamSearch(new() { LanguageModel = model.OverLabels(Labels), LanguageModelWeight = 0.3 });
        var found = search.Decode(scores, 4)[0];

        Assert.Equal([a > b ? Labels.GetId("a") : Labels.GetId("b")], found.Labels);
        Assert.Equal(Math.Log(0.48) + (0.3 * Math.Max(a, b)), found.Score, 1e-4);
    }

    [Fact]
    public void Models_of_other_tokens_are_refused()
    {
        var words = Vocabulary.FromTokens(["one", "two", "a"]);
        var error = Assert.Throws<ArgumentException>(() => Model(RecurrentCell.Gru, 1, false).OverLabels(words));
        Assert.Contains("lacks 2 of 3 tokens, such as 'one'", error.Message);
    }

    private static LanguageModel Model(RecurrentCell cell, int layers, bool isContinuous)
    {
        string[] special = isContinuous ? [Vocabulary.EndToken] : [Vocabulary.BeginToken, Vocabulary.EndToken];
        var vocabulary = Vocabulary.FromTokens([.. special, "a", "b", "c"]);
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = vocabulary.Count,
                EmbeddingSize = 5,
                Cell = cell,
                HiddenSize = 7,
                Layers = layers,
                OutputSize = vocabulary.Count,
                Pooling = SequencePooling.None,
                Output = NetworkOutput.Softmax,
                Initialization = WeightInitialization.Uniform,
                InitRange = 1,
            },
            seed: 3);
        return new(network, Tokenizers.Characters(), vocabulary, isContinuous);
    }
}
