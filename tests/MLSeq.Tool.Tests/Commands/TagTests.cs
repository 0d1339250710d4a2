using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands;

public sealed class TagTests : IDisposable
{
    private static readonly string[] Network = ["--epochs", "25", "--hidden", "12", "--embedding", "12", "--rate", "0.02", "--batch", "16", "--threads", "1"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _train;
    private readonly string _valid;

    public TagTests()
    {
        // "in" comes before a place, "says" before a person; the names are the same.
        string[] names = ["Paris", "Jordan", "Lincoln"];
        var random = new Random(1);
        string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            var (trigger, type) = random.Next(2) == 0 ? ("in", "LOC") : ("says", "PER");
            var second = random.Next(2) == 0 ? $"en:{names[random.Next(3)]}\tI-{type}\n" : "";
            return $"en:w{random.Next(5)}\tO\nen:{trigger}\tO\nen:{names[random.Next(3)]}\tB-{type}\n{second}en:.\tO\n\n";
        }));
        _train = _folder.Write("train.conll", Rows(150));
        _valid = _folder.Write("valid.conll.gz", Rows(40));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bio", "--crf", "--characters", "cnn")]
    [InlineData("bioes", "--crf", "--characters", "lstm", "--character-size", "8")]
    [InlineData("none")]
    public void Train_evaluate_predict(string scheme, params string[] more)
    {
        var (zip, onnx) = (_folder.PathOf("m.zip"), _folder.PathOf("m.onnx"));

        var train = Invocation.Of([.. Train(zip), "--onnx", onnx, "--valid", _valid, "--scheme", scheme, .. more]);

        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("150 sentences", train.Error, StringComparison.Ordinal);
        foreach (var model in new[] { zip, onnx })
        {
            var evaluate = Invocation.Of("tag", "evaluate", "--model", model, "--data", _valid, "--token-prefix", "en:");
            Assert.True(evaluate.ExitCode == 0, evaluate.Error);
            Assert.Equal(["accuracy: 1.0000", "precision: 1.0000", "recall: 1.0000", "f1: 1.0000"], evaluate.Lines.TakeLast(4));
            Assert.Contains("sentences: 40", evaluate.Lines);
        }

        var json = Invocation.Of("tag", "evaluate", "--model", zip, "--data", _valid, "--token-prefix", "en:", "--json");
        using var figures = JsonDocument.Parse(json.Out);
        Assert.Equal(1, figures.RootElement.GetProperty("f1").GetDouble());

        var predict = Invocation.WithInput("w1\nin\nLincoln\n\nw2\nsays\nLincoln\n", "tag", "predict", "--model", zip, "--data", "-");
        var single = scheme == "bioes" ? "S" : "B";
        Assert.Equal($"w1\tO\nin\tO\nLincoln\t{single}-LOC\n\nw2\tO\nsays\tO\nLincoln\t{single}-PER\n\n", predict.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Weights_in_half_precision_are_compared_with_the_models_own()
    {
        var (zip, onnx) = (_folder.PathOf("m.zip"), _folder.PathOf("m.onnx"));

        var train = Invocation.Of([.. Train(zip), "--valid", _valid, "--crf", "--onnx", onnx, "--onnx-weights", "float16"]);

        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains($"onnx bytes: {new FileInfo(onnx).Length}", train.Lines);
        Assert.Contains("onnx validation accuracy: 1", train.Lines);
    }

    [Theory]
    [InlineData()]
    [InlineData("--crf", "--scheme", "bioes", "--characters", "lstm", "--character-size", "8")]
    public void Models_of_both_kinds_tag_many_sentences_the_same(params string[] more)
    {
        var (zip, onnx) = (_folder.PathOf("m.zip"), _folder.PathOf("m.onnx"));
        var train = Invocation.Of([
            "tag", "train", "--train", _train, "--token-prefix", "en:", "--output", zip, "--onnx", onnx,
            "--epochs", "4", "--hidden", "8", "--embedding", "8", "--rate", "0.02", "--threads", "1", .. more]);
        Assert.True(train.ExitCode == 0, train.Error);
        var random = new Random(2);
        string[] words = ["w1", "in", "Paris", "says", "Jordan", "é🙂", "unheard"];
        var sentences = string.Concat(Enumerable.Range(0, 600).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => words[random.Next(words.Length)] + "\n")) + "\n"));

        var tags = Invocation.WithInput(sentences, "tag", "predict", "--model", zip, "--data", "-");

        Assert.True(tags.ExitCode == 0, tags.Error);
        Assert.Equal(
            sentences.ReplaceLineEndings("\n"),
            string.Concat(tags.Out.ReplaceLineEndings("\n").Split('\n')[..^1].Select(line => line.Split('\t')[0] + "\n")));
        Assert.Equal(tags.Out, Invocation.WithInput(sentences, "tag", "predict", "--model", onnx, "--data", "-").Out);
    }

    [Fact]
    public void A_model_that_is_no_tagger_is_refused()
    {
        var (texts, onnx) = (_folder.Write("a.tsv", "good\tx\nbad\ty\ngood\tx\nbad\ty\n"), _folder.PathOf("c.onnx"));
        var zip = _folder.PathOf("c.zip");
        var train = Invocation.Of("classify", "train", "--train", texts, "--label-column", "1", "--epochs", "1", "--output", zip, "--onnx", onnx);
        Assert.True(train.ExitCode == 0, train.Error);
        foreach (var (model, message) in new[] { (zip, "not a tagger: found the stages"), (onnx, "Text"), (_folder.Write("d.onnx", "no"), "not a model that can be loaded") })
        {
            var run = Invocation.Of("tag", "evaluate", "--model", model, "--data", _valid);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(Path.GetFileName(model), run.Error, StringComparison.Ordinal);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parts_of_speech_of_CoNLL_U_have_no_entities()
    {
        var path = _folder.Write("a.conllu", string.Concat(Enumerable.Repeat(
            "# a\n1\tdogs\tdog\tNOUN\t_\t_\t_\t_\t_\t_\n2\tbark\tbark\tVERB\t_\t_\t_\t_\t_\t_\n\n1\tdogs\tdog\tNOUN\t_\t_\t_\t_\t_\t_\n\n", 30)));
        var zip = _folder.PathOf("m.zip");
        Assert.Equal(0, Invocation.Of(["tag", "train", "--train", path, "--format", "conllu", "--output", zip, .. Network]).ExitCode);
        var evaluate = Invocation.Of("tag", "evaluate", "--model", zip, "--data", path, "--format", "conllu");
        Assert.Equal(["sentences: 60", "tokens: 90", "accuracy: 1.0000"], evaluate.Lines);
        var lemmas = Invocation.Of("tag", "evaluate", "--model", zip, "--data", path, "--format", "conllu", "--label-column", "2");
        Assert.Contains("'bark' (30 times, first in the sentence at line 2)", lemmas.Error, StringComparison.Ordinal);
        Assert.Contains("accuracy: 0.0000", lemmas.Lines);
    }

    [Fact]
    public void Violations_are_repaired_and_counted()
    {
        var path = _folder.Write("bad.conll", File.ReadAllText(_train).Replace("\tB-", "\tI-", StringComparison.Ordinal));
        var zip = _folder.PathOf("m.zip");
        var train = Invocation.Of([.. Train(zip, path), "--scheme", "bio", "--crf"]);
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("150 tags violate their scheme and were repaired", train.Error, StringComparison.Ordinal);
        Assert.Contains("repaired tags: 150", train.Lines);
        var evaluate = Invocation.Of("tag", "evaluate", "--model", zip, "--data", path, "--token-prefix", "en:");
        Assert.Contains("repaired in the data: 150", evaluate.Lines);
        Assert.Contains("repaired in the predictions: 0", evaluate.Lines);
    }

    [Fact]
    public void Tags_that_training_lacks_or_that_mark_no_entity_are_named()
    {
        var other = _folder.Write("other.conll", "en:a\tO\nen:b\tB-MISC\n");
        var train = Invocation.Of([.. Train(_folder.PathOf("m.zip")), "--valid", other]);
        Assert.Equal(1, train.ExitCode);
        Assert.Contains("'B-MISC' (1 times, first in the sentence at line 1): tags that do not occur in the training data", train.Error, StringComparison.Ordinal);
        train = Invocation.Of([.. Train(_folder.PathOf("m.zip"), _folder.Write("pos.conll", "en:a\tO\n\nen:b\tNOUN\n")), "--scheme", "bio"]);
        Assert.Equal(1, train.ExitCode);
        Assert.Contains("line 3: the tag 'NOUN' marks no entity", train.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_lines_bad_files_and_models_that_are_none_are_named()
    {
        var train = Invocation.Of([.. Train(_folder.PathOf("m.zip"), _folder.Write("cut.conll", "en:a\tO\nen:b\n"))]);
        Assert.Equal(1, train.ExitCode);
        Assert.Contains("cut.conll, line 2: there is no tag", train.Error, StringComparison.Ordinal);
        train = Invocation.Of([.. Train(_folder.PathOf("m.zip"), _folder.Write("empty.conll", "\n\n"))]);
        Assert.Contains("empty.conll: there are no sentences", train.Error, StringComparison.Ordinal);
        var evaluate = Invocation.Of("tag", "evaluate", "--model", _folder.Write("m.zip", "no"), "--data", _valid);
        Assert.Equal(1, evaluate.ExitCode);
        Assert.Contains("m.zip: not a model that can be loaded", evaluate.Error, StringComparison.Ordinal);
        Assert.Equal(2, Invocation.Of("tag", "train", "--train", _train).ExitCode);
        Assert.Equal(2, Invocation.Of([.. Train(_folder.PathOf("m.zip")), "--characters", "some"]).ExitCode);
    }

    private string[] Train(string zip, string? path = null) =>
        ["tag", "train", "--train", path ?? _train, "--token-prefix", "en:", "--output", zip, .. Network];
}
