using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

public class LanguageModelTrainerTests
{
    [Theory]
    [InlineData(SoftmaxKind.Full, false)]
    [InlineData(SoftmaxKind.Full, true)]
    [InlineData(SoftmaxKind.Sampled, false)]
    [InlineData(SoftmaxKind.Adaptive, true)]
    public void Lines_are_learned_by_heart(SoftmaxKind softmax, bool isContinuous)
    {
        var model = TinyModel.Train(Tokenizers.Words(), isContinuous, o => (o.Softmax, o.Samples, o.Cutoffs) = (softmax, 8, [4, 8]));
        var score = model.Evaluate(TinyModel.Lines);

        Assert.True(score.Perplexity < 2, $"{score}, {score.Perplexity}");
        Assert.Equal(22, score.Tokens);
    }

    [Fact]
    public void The_end_of_continuous_text_is_held_out_and_not_in_the_vocabulary()
    {
        // Of 100 characters and line ends, the last tenth has letters of its own.
        string[] lines = [.. Enumerable.Repeat("abcd efgh", 9), "vwxyz wxy"];
        var model = Trainer(0.1f).Fit(() => lines);

        Assert.Equal(0, model.Vocabulary.GetId("w"));
        Assert.NotEqual(0, model.Vocabulary.GetId("h"));
        Assert.NotNull(model.History!.Epochs[0].ValidationLoss);
        Assert.Equal(2 * 90, model.History.Tokens);
    }

    [Fact]
    public void Validation_on_texts_of_its_own_is_what_evaluation_gives()
    {
        string[] lines = ["abcd efgh", "efgh abcd"], validation = ["abcd", "efgh"];
        var model = Trainer(0).Fit(() => lines, () => validation);

        Assert.Equal(model.History!.Epochs[^1].ValidationLoss!.Value, model.Evaluate(validation).NatsPerToken, 1e-4);
    }

    [Fact]
    public void No_text_is_an_error()
    {
        Assert.ThrowsAny<Exception>(() => Trainer(0).Fit(() => []));
        var error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new() { Bidirectional = true }, new(), new()));
        Assert.Contains("Bidirectional", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new(), new(), new() { Steps = 0 }));
        Assert.Contains("Steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_with_carried_states_and_threads()
    {
        double Run()
        {
            var model = TinyModel.Train(Tokenizers.Characters(), isContinuous: true, o => o.Dropout = 0.2f, epochs: 3);
            return model.LogProbability("the apple");
        }

        Assert.Equal(Run(), Run());
    }

    private static LanguageModelTrainer Trainer(float fraction) => new(
        new() { EmbeddingSize = 4, HiddenSize = 4 },
        new() { Epochs = 2, BatchSize = 3, ValidationFraction = fraction, Threads = 2, Patience = 0 },
        new() { Tokenizer = Tokenizers.Characters(), ContinuousText = true, Steps = 8 });
}
