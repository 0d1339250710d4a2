using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Tests.Networks;
using MLSeq.Tests.Networks.Reference;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

public class ScoringTests
{
    [Theory]
    [InlineData(SoftmaxKind.Full)]
    [InlineData(SoftmaxKind.Sampled)]
    [InlineData(SoftmaxKind.Adaptive)]
    public void A_texts_tokens_are_as_probable_as_the_network_says_step_by_step(SoftmaxKind softmax)
    {
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: false, o => (o.Softmax, o.Cutoffs) = (softmax, [3, 6]));
        var tokens = model.ScoreTokens("the pear and a plum");

        Assert.Equal(["the", "pear", "and", "a", "<unk>", "<eos>"], tokens.Select(t => t.Token));
        var ids = new List<int> { model.Vocabulary.BeginId!.Value };
        var scores = new float[model.Vocabulary.Count];
        foreach (var token in tokens)
        {
            // The whole text so far from the start, by the network's own scorer.
            var all = new float[ids.Count * scores.Length];
            model.Network.CreateScorer().Score([.. ids], all);
            Assert.Equal(Math.Log(all[^(scores.Length - token.Id)]), token.LogProbability, 1e-4);
            ids.Add(token.Id);
        }

        Assert.Equal(tokens.Sum(t => t.LogProbability), model.LogProbability("the pear and a plum"), 1e-9);
    }

    [Fact]
    public void All_continuations_of_a_text_together_have_probability_one()
    {
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: false);
        var prefix = model.ScoreTokens("the pear").Take(2).Sum(t => t.LogProbability);
        var next = model.Vocabulary.Skip(1).Where(t => t[0] != '<').Sum(t => Math.Exp(model.ScoreTokens($"the pear {t}").Take(3).Sum(p => p.LogProbability) - prefix));
        var end = Math.Exp(model.LogProbability("the pear") - prefix);
        var unknown = Math.Exp(model.ScoreTokens("the pear zzz").Take(3).Sum(p => p.LogProbability) - prefix);

        // What is left is the begin token, which a network may expect but texts do not have.
        Assert.InRange(next + end + unknown, 0.5, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_long_text_scores_in_windows_as_in_one_piece(bool isContinuous)
    {
        var model = TinyModel.Random(Tokenizers.Characters(), isContinuous);
        var text = string.Concat(Enumerable.Repeat("the apple and a pear ", 15));
        var ids = text.Select(c => model.Vocabulary.GetId(c.ToString())).ToArray();
        int[] inputs = [isContinuous ? model.Vocabulary.EndId!.Value : model.Vocabulary.BeginId!.Value, .. ids];
        var scores = new float[inputs.Length * model.Vocabulary.Count];
        model.Network.CreateScorer().Score(inputs, scores);

        var expected = ids.Append(model.Vocabulary.EndId!.Value).Select((id, t) => Math.Log(scores[(t * model.Vocabulary.Count) + id])).Sum();

        Assert.Equal(expected, model.LogProbability(text), 1e-4 * Math.Abs(expected));
    }

    [Fact]
    public void What_was_learned_is_likelier_than_what_sounds_like_it()
    {
        var model = TinyModel.Learned;
        Assert.True(model.LogProbability("the apple and pear salad") > model.LogProbability("the apple and pair salad") + 1);
        Assert.True(model.Perplexity("the apple and pear salad") < 3);
    }

    [Fact]
    public void Figures_follow_from_the_log_probability()
    {
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: false);
        var score = model.Score("an apple ä😀");
        Assert.Equal((5, 11), (score.Tokens, score.Characters));
        Assert.Equal(-score.LogProbability / 5, score.NatsPerToken, 1e-12);
        Assert.Equal(Math.Exp(-score.LogProbability / 5), model.Perplexity("an apple ä😀"), 1e-9);
        Assert.Equal(-score.LogProbability / 11 / Math.Log(2), model.BitsPerCharacter("an apple ä😀"), 1e-12);

        // A line's end is a character, a text's is none; an empty text has an end all the same.
        Assert.Equal((1, 0), (model.Score("").Tokens, model.Score("").Characters));
        var lines = TinyModel.Random(Tokenizers.Characters(), isContinuous: true).Score("ab\r\nc");
        Assert.Equal((5, 5), (lines.Tokens, lines.Characters));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Texts_are_evaluated_as_one_by_one(int threads)
    {
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: false);
        string[] texts = [.. TinyModel.Lines, "", "the the the"];
        var sum = texts.Select(text => model.Score(text)).Aggregate((a, b) => a + b);

        var all = model.Evaluate(texts, threads);

        Assert.Equal((sum.Tokens, sum.Characters), (all.Tokens, all.Characters));
        Assert.Equal(sum.LogProbability, all.LogProbability, 1e-4 * Math.Abs(sum.LogProbability));
    }

    [Fact]
    public void Continuous_text_is_evaluated_as_one_text()
    {
        var model = TinyModel.Random(Tokenizers.Characters(), isContinuous: true);
        var one = model.Score(string.Join('\n', TinyModel.Lines));

        var all = model.Evaluate(TinyModel.Lines, threads: 2);

        Assert.Equal((one.Tokens, one.Characters), (all.Tokens, all.Characters));
        Assert.Equal(one.LogProbability, all.LogProbability, 1e-4 * Math.Abs(one.LogProbability));
    }

    [Fact]
    public void Truncated_gradients_of_a_window_start_from_the_carried_state_and_end_there()
    {
        // The second window alone, from the state that the first ended with: the reference runs both, with the first's part cut off.
        var options = new SequenceNetworkOptions { VocabularySize = 6, OutputSize = 6, EmbeddingSize = 3, HiddenSize = 4, Pooling = SequencePooling.None };
        var network = new SequenceNetwork(options, 1);
        var stack = network.CreateStack();
        stack.Prepare();
        var states = stack.NewState();
        states.Restart(1);
        var batch = new PackedBatch(network.Shape);
        batch.Pack([new SequenceExample { Ids = [1, 2, 3], StepLabels = [2, 3, 4] }]);
        stack.Forward(batch, states);
        var (h, c) = (states[0].Hidden.Span.ToArray(), states[0].Cell.Span.ToArray());
        batch.Pack([new SequenceExample { Ids = [4, 5], StepLabels = [5, 0] }]);

        var loss = stack.Differentiate(batch, 1, null, states);

        var parameters = ReferenceNetwork.ParametersOf(network);
        var expected = Reference(parameters, h, c, [4, 5], [5, 0]);
        expected.TraceBack();
        Assert.Equal(expected.Value, loss, 1e-4);
        foreach (var gradient in stack.Layers.SelectMany(l => l.DenseGradients))
        {
            Close.To([.. parameters[gradient.Parameter.Name].Select(s => s.Gradient)], gradient.Values, gradient.Parameter.Name);
        }
    }

    private static Scalar Reference(Dictionary<string, Scalar[]> parameters, float[] h, float[] c, int[] ids, int[] labels)
    {
        Scalar[] hidden = [.. h.Select(v => (Scalar)v)], cell = [.. c.Select(v => (Scalar)v)];
        var loss = new List<Scalar>();
        foreach (var (id, label) in ids.Zip(labels))
        {
            var x = parameters["embedding.table"].Chunk(3).ElementAt(id);
            Scalar Gate(int row) => parameters["lstm1.bias"][row]
                + Scalar.Sum(x.Select((v, j) => v * parameters["lstm1.weights"][(row * 3) + j]))
                + Scalar.Sum(hidden.Select((v, j) => v * parameters["lstm1.recurrent"][(row * 4) + j]));
            Scalar[] next = [.. Enumerable.Range(0, 4).Select(j =>
                (Scalar.Sigmoid(Gate(8 + j)) * cell[j]) + (Scalar.Sigmoid(Gate(j)) * Scalar.Tanh(Gate(12 + j))))];
            hidden = [.. Enumerable.Range(0, 4).Select(j => Scalar.Sigmoid(Gate(4 + j)) * Scalar.Tanh(next[j]))];
            cell = next;
            Scalar[] z = [.. Enumerable.Range(0, 6).Select(k =>
                parameters["output.bias"][k] + Scalar.Sum(hidden.Select((v, j) => v * parameters["output.weights"][(k * 4) + j])))];
            loss.Add(Scalar.Log(Scalar.Sum(z.Select(Scalar.Exp))) - z[label]);
        }

        return Scalar.Sum(loss);
    }
}
