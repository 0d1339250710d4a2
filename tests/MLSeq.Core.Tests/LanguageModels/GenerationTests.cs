using MLSeq.Decoding;
using MLSeq.LanguageModels;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

public class GenerationTests
{
    private static readonly GenerationOptions Greedy = new() { Temperature = 0 };

    [Fact]
    public void Greedy_generation_takes_the_likeliest_token_at_each_step()
    {
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: false);
        var pieces = model.GenerateStream("the pear", new() { Temperature = 0, MaxTokens = 12 }).ToList();

        var text = "the pear";
        foreach (var piece in pieces)
        {
            var best = model.Vocabulary.Skip(1).Where(t => t[0] != '<').Select(t => $"{text} {t}")
                .MaxBy(t => model.ScoreTokens(t)[model.ScoreTokens(t).Count - 2].LogProbability);
            text += piece;
            Assert.Equal(best, text);
        }

        Assert.NotEmpty(pieces);
        Assert.Equal(text, model.Generate("the pear", new() { Temperature = 0, MaxTokens = 12 }));
    }

    [Fact]
    public void A_learned_line_is_finished_and_ended()
    {
        Assert.Equal("the apple and pear salad", TinyModel.Learned.Generate("the apple", Greedy));
        Assert.Equal("a pair of shoes", TinyModel.Learned.Generate("a pair", Greedy));
    }

    [Fact]
    public void Generation_stops_before_the_stop_token_and_at_the_length()
    {
        Assert.Equal("the apple and", TinyModel.Learned.Generate("the apple", new() { Temperature = 0, StopToken = "pear" }));
        Assert.Equal("the apple and pear", TinyModel.Learned.Generate("the apple", new() { Temperature = 0, MaxTokens = 2 }));
        Assert.Equal("the apple", TinyModel.Learned.Generate("the apple", new() { MaxTokens = 0 }));
        var error = Assert.Throws<ArgumentException>(() => TinyModel.Learned.Generate("the", new() { StopToken = "zzz" }));
        Assert.Contains("'zzz'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_decides_the_text()
    {
        var model = TinyModel.Random(Tokenizers.Characters(), isContinuous: true);
        string Run(int seed) => model.Generate("the ", new() { Seed = seed, MaxTokens = 60 });
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
        Assert.Contains('\n', Run(1));
    }

    [Fact]
    public void Tokens_are_drawn_as_often_as_they_are_probable()
    {
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: false);
        const int Draws = 4000;
        var counts = Enumerable.Range(0, Draws).Select(seed => string.Concat(model.GenerateStream("a", new() { Seed = seed, MaxTokens = 1 })))
            .GroupBy(t => t.Trim()).ToDictionary(g => g.Key, g => g.Count());
        var possible = model.Vocabulary.Skip(1).Where(t => t is not ("<bos>" or "<eos>")).ToDictionary(t => t, t => Math.Exp(model.ScoreTokens($"a {t}")[1].LogProbability));
        possible.Add("", Math.Exp(model.ScoreTokens("a")[1].LogProbability));
        var total = possible.Values.Sum();

        Assert.All(possible, p => Assert.Equal(
            p.Value / total, counts.GetValueOrDefault(p.Key) / (double)Draws, 5 * Math.Sqrt(p.Value / total / Draws)));
    }

    [Fact]
    public void Unknown_tokens_are_generated_only_where_allowed()
    {
        // Weights of nothing: all tokens are equally probable.
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: true);
        foreach (var parameter in model.Network.Parameters)
        {
            parameter.Values.Clear();
        }

        Assert.DoesNotContain("<unk>", model.Generate("", new() { MaxTokens = 500 }), StringComparison.Ordinal);
        Assert.Contains("<unk>", model.Generate("", new() { MaxTokens = 500, AllowUnknown = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("word")]
    [InlineData("character")]
    [InlineData("bpe")]
    public void Pieces_make_up_the_text_they_were_cut_from(string kind)
    {
        Tokenizer tokenizer = kind switch { "word" => Tokenizers.Words(), "character" => Tokenizers.Characters(), _ => Tokenizers.BytePairs(40) };
        var codec = TinyModel.Random(tokenizer, isContinuous: true).Codec;
        var text = string.Join('\n', TinyModel.Lines);
        var ids = new List<int>();
        codec.Encode(text, ids);

        var pieces = ids.Select((id, i) => codec.Piece(id, i == 0 || ids[i - 1] == codec.EndId));

        Assert.Equal(text, string.Concat(pieces));
        Assert.Equal(3, ids.Count(id => id == codec.EndId));
    }

    [Fact]
    public void A_text_is_generated_for_its_features()
    {
        var texts = TinyModel.Lines.Select((line, i) => (line, new[] { i == 0 ? 1f : 0, i == 1 ? 1f : 0, i - 1.5f })).ToArray();
        var model = new LanguageModelTrainer(
            new() { EmbeddingSize = 8, HiddenSize = 16, StateSize = 3 },
            new() { Epochs = 120, BatchSize = 4, LearningRate = 0.02f, ValidationFraction = 0, Threads = 1 },
            new()).FitFromFeatures(() => texts);

        foreach (var (text, features) in texts)
        {
            Assert.Equal(text, model.Generate("", new() { Temperature = 0, Features = features }));
            Assert.True(model.Score(text, features).Perplexity < 1.5);
            Assert.Equal(model.Score(text, features).LogProbability, model.ScoreTokens(text, features).Sum(t => t.LogProbability), 1e-9);
        }

        var error = Assert.Throws<ArgumentException>(() => model.Score("the"));
        Assert.Contains("0 features", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => model.Score("the", [1, float.NaN, 0]));
        Assert.Contains("Feature 1 is NaN", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => TinyModel.Learned.Score("the", [1]));
        Assert.Contains("1 features", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_may_use_a_model_at_once()
    {
        var model = TinyModel.Random(Tokenizers.Words(), isContinuous: false);
        var expected = TinyModel.Lines.Select(model.LogProbability).ToArray();
        Parallel.For(0, 200, n =>
        {
            if (n % 3 == 0)
            {
                // A text that is not generated to its end.
                Assert.NotEmpty(model.GenerateStream("the").Take(1));
            }

            Assert.Equal(expected[n % 4], model.LogProbability(TinyModel.Lines[n % 4]));
        });
    }
}
