using MLSeq.Decoding;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Models;
using MLSeq.Text;

namespace MLSeq.Onnx.Tests.Models;

/// <summary>A language model's file draws and scores the texts that the model itself does.</summary>
public class OnnxLanguageModelTests
{
    private static readonly string[] Lines = ["the apple and pear salad", "a pair of shoes", "an apple a day", "the pear and the apple", "Ein Äpfelchen"];

    public static TheoryData<string, RecurrentCell, bool> Models() => new()
    {
        { "char", RecurrentCell.Gru, false },
        { "char", RecurrentCell.Lstm, true },
        { "word", RecurrentCell.Lstm, false },
        { "bpe", RecurrentCell.Rnn, true },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Draws_and_scores_what_the_model_does(string tokens, RecurrentCell cell, bool isContinuous)
    {
        using var folder = new TemporaryFolder();
        var model = Train(tokens, cell, isContinuous);
        LanguageModelGraph.Generator(model).Save(folder["lm.onnx"]);
        using var loaded = OnnxLanguageModel.Load(folder["lm.onnx"]);

        Assert.Equal((isContinuous, "cpu"), (loaded.IsContinuous, loaded.Device));
        Assert.Equal(model.Vocabulary, loaded.Vocabulary);
        var drawn = Enumerable.Range(0, 5).Select(seed => new GenerationOptions { Seed = seed, MaxTokens = 60 }).ToList();
        Assert.Equal(drawn.Select(options => model.Generate("the ", options)), drawn.Select(options => loaded.Generate("the ", options)));
        Assert.True(drawn.Select(options => loaded.Generate("the ", options)).Distinct().Count() > 1);
        Assert.All([.. Lines, "", new string('a', 300)], text =>
        {
            var (expected, found) = (model.Score(text), loaded.Score(text));
            Assert.Equal(expected.LogProbability, found.LogProbability, 1e-4 * Math.Max(1, -expected.LogProbability));
            Assert.Equal((expected.Tokens, expected.Characters), (found.Tokens, found.Characters));
        });
        Assert.Equal(model.ScoreTokens("the pear").Select(token => token.Token), loaded.ScoreTokens("the pear").Select(token => token.Token));
    }

    [Fact]
    public void Many_threads_share_one()
    {
        using var folder = new TemporaryFolder();
        var model = Train("char", RecurrentCell.Gru, false);
        LanguageModelGraph.Generator(model).Save(folder["lm.onnx"]);
        using var loaded = OnnxLanguageModel.Load(folder["lm.onnx"]);

        var texts = new string[40];
        Parallel.For(0, texts.Length, i => texts[i] = loaded.Generate("", new() { Seed = i % 4, MaxTokens = 40 }));

        Assert.All(texts.Index(), text => Assert.Equal(model.Generate("", new() { Seed = text.Index % 4, MaxTokens = 40 }), text.Item));
    }

    [Fact]
    public void Other_files_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var missing = Assert.Throws<FileNotFoundException>(() => OnnxLanguageModel.Load(folder["missing.onnx"]));
        Assert.Contains("missing.onnx", missing.Message, StringComparison.Ordinal);

        var graph = new OnnxGraph();
        graph.Output("Y", graph.Input("X", OnnxElementType.Float, "N"), OnnxElementType.Float, "N");
        graph.Save(folder["other.onnx"]);
        var other = Assert.Throws<InvalidDataException>(() => OnnxLanguageModel.Load(folder["other.onnx"]));
        Assert.Contains("the inputs X and the outputs Y", other.Message, StringComparison.Ordinal);

        var generator = LanguageModelGraph.Generator(Train("char", RecurrentCell.Gru, false));
        generator.Metadata[LanguageModelGraph.TokenizerKey] = "AAAA";
        generator.Save(folder["damaged.onnx"]);
        var damaged = Assert.Throws<InvalidDataException>(() => OnnxLanguageModel.Load(folder["damaged.onnx"]));
        Assert.Contains("damaged.onnx", damaged.Message, StringComparison.Ordinal);

        generator.Metadata.Remove(LanguageModelGraph.TokenizerKey);
        generator.Save(folder["foreign.onnx"]);
        var foreign = Assert.Throws<InvalidDataException>(() => OnnxLanguageModel.Load(folder["foreign.onnx"]));
        Assert.Contains($"lacks the metadata entry '{LanguageModelGraph.TokenizerKey}'", foreign.Message, StringComparison.Ordinal);
    }

    private static LanguageModel Train(string tokens, RecurrentCell cell, bool isContinuous)
    {
        Tokenizer tokenizer = tokens switch { "char" => Tokenizers.Characters(), "word" => Tokenizers.Words(), _ => Tokenizers.BytePairs(40) };
        return new LanguageModelTrainer(
            new() { EmbeddingSize = 6, HiddenSize = 8, Layers = 2, Cell = cell },
            new SequenceTrainerOptions { Epochs = 3, BatchSize = 2, Threads = 1, ValidationFraction = 0 },
            new() { Tokenizer = tokenizer, ContinuousText = isContinuous }).Fit(() => Enumerable.Repeat(Lines, 10).SelectMany(lines => lines));
    }
}
