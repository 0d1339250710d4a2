using System.Text.Json;
using MLSeq.Embeddings;

namespace MLSeq.Tool.Tests.Commands.Vectors;

public sealed class VectorTrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;

    public VectorTrainTests()
    {
        // Words of one kind stand among words of that kind.
        var random = new Random(1);
        _corpus = _folder.Write("corpus.txt.gz", string.Concat(Enumerable.Range(0, 600).Select(i =>
            string.Join(' ', Enumerable.Range(0, 8).Select(_ => (i % 2 == 0 ? "a" : "b") + random.Next(6))) + "\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("skipgram", "--window", "3", "--negative", "3", "--sample", "0", "--rate", "0.05")]
    [InlineData("skipgram", "--loss", "hs", "--sample", "0", "--rate", "0.05")]
    [InlineData("skipgram", "--loss", "softmax", "--sample", "0", "--deterministic")]
    [InlineData("cbow", "--loss", "ns", "--sample", "0", "--max-words", "12")]
    [InlineData("glove", "--x-max", "50", "--alpha", "0.5", "--memory", "64")]
    [InlineData("fasttext", "--min-n", "1", "--max-n", "2", "--buckets", "100", "--sample", "0", "--format", "word2vec")]
    [InlineData("neural-lm", "--history", "2", "--hidden", "8", "--rate", "0.01")]
    public void Each_algorithm_learns_which_words_belong_together(string algorithm, params string[] options)
    {
        var output = _folder.PathOf("out/v.bin");

        var run = Invocation.Of([
            "vectors", "train", "--input", _corpus, "--output", output, "--algorithm", algorithm, "--dim", "8", "--epochs", "20",
            "--min-count", "2", "--threads", "1", "--seed", "3", .. options]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["words: 12", "dimensions: 8", "tokens: 4800"], run.Lines.Take(3));
        Assert.Equal("output: " + output, run.Lines[^1]);
        Assert.Contains("4,800 words, 12 different ones", run.Error, StringComparison.Ordinal);
        Assert.Contains("words/s", run.Error, StringComparison.Ordinal);
        var vectors = WordVectors.Load(output);
        var right = vectors.Words.Sum(word => vectors.MostSimilar(word, 5).Count(near => near.Word[0] == word[0]));
        Assert.InRange(right, 50, 60); // of 12 x 5; by chance it is 27
    }

    [Fact]
    public void FastText_s_format_is_the_default_after_fasttext_and_text_for_text_names()
    {
        var (bin, text) = (_folder.PathOf("f.bin"), _folder.PathOf("v.txt"));

        Train("--algorithm", "fasttext", "--output", bin, "--buckets", "50");
        Train("--output", text);

        Assert.NotNull(WordVectors.Load(bin).Subwords);
        Assert.Equal("12 4", File.ReadLines(text).First());
    }

    [Fact]
    public void Standard_input_is_read_and_json_is_all_there_is()
    {
        var output = _folder.PathOf("v.bin");

        var run = Invocation.WithInput(
            "x y x y\nx y z\n", "vectors", "train", "--input", "-", "--output", output, "--min-count", "2", "--dim", "2", "--quiet", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(2, json.RootElement.GetProperty("words").GetInt32());
        Assert.Equal(6, json.RootElement.GetProperty("tokens").GetInt32());
        Assert.Equal(["x", "y"], WordVectors.Load(output).Words);
    }

    [Theory]
    [InlineData("the cat . The the", "--tokenizer", "word", "--cased")]
    [InlineData("the cat .", "--tokenizer", "word")]
    [InlineData("the cat. The the", "--tokenizer", "whitespace")]
    [InlineData("the cat. The the")]
    public void Raw_text_is_cut_as_asked_from_files_and_standard_input(string words, params string[] options)
    {
        const string Text = "The cat. the cat.\nthe the\n";
        var path = _folder.Write("raw.txt", Text);
        var (file, input) = (_folder.PathOf("f.vec"), _folder.PathOf("i.vec"));

        foreach (var (source, output) in new[] { (path, file), ("-", input) })
        {
            var run = Invocation.WithInput(
                Text, ["vectors", "train", "--input", source, "--output", output, "--min-count", "1", "--dim", "2", "--epochs", "1", .. options]);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(words.Split(' ').ToHashSet(), WordVectors.Load(output).Words.ToHashSet());
        }
    }

    [Fact]
    public void Phrases_are_joined()
    {
        var text = _folder.Write("p.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"w{i % 20} new york w{i % 17} w{i % 13}\n")));
        var output = _folder.PathOf("p.vec");

        var run = Invocation.Of("vectors", "train", "--input", text, "--output", output, "--phrases", "--phrase-threshold", "4", "--dim", "4", "--epochs", "1");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("phrases: 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("new_york", WordVectors.Load(output).Words);
    }

    [Fact]
    public void The_folder_of_a_run_goes_on_by_the_same_command()
    {
        string[] command = [.. Command, "--output", _folder.PathOf("v.bin"), "--deterministic", "--run", _folder.PathOf("run")];
        using var source = new CancellationTokenSource();
        using var error = new CancellingWriter(source, "different ones");
        using var output = new StringWriter();
        Assert.Equal(130, new CommandLine(new ToolConsole(Stream.Null, output, error), source.Token).Run(command));
        Assert.Equal("status: interrupted", Invocation.Of("report", _folder.PathOf("run")).Lines[0]);

        var rest = Invocation.Of(command);

        Assert.True(rest.ExitCode == 0, rest.Error);
        Assert.Equal("status: completed", Invocation.Of("report", _folder.PathOf("run")).Lines[0]);
        var both = Invocation.Of([.. command, "--checkpoint", _folder.PathOf("state")]);
        Assert.Equal(1, both.ExitCode);
        Assert.Contains("holds a run that is completed", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_run_says_what_the_checkpoint_is_for_and_goes_on_from_it()
    {
        var (whole, resumed, checkpoint) = (_folder.PathOf("1.bin"), _folder.PathOf("2.bin"), _folder.PathOf("state"));
        Train("--output", whole, "--deterministic");

        string[] command = [.. Command, "--output", resumed, "--deterministic", "--checkpoint", checkpoint];
        using var source = new CancellationTokenSource();
        using var error = new CancellingWriter(source, "different ones");
        using var output = new StringWriter();
        var code = new CommandLine(new ToolConsole(Stream.Null, output, error), source.Token).Run(command);

        Assert.Equal(130, code);
        Assert.Contains($"{checkpoint} holds the state of training; the same command with --resume goes on", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(resumed));

        var again = Invocation.Of(command);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("is there already: --resume goes on from it", again.Error, StringComparison.Ordinal);

        var rest = Invocation.Of([.. command, "--resume"]);
        Assert.True(rest.ExitCode == 0, rest.Error);
        Assert.False(File.Exists(checkpoint));
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(resumed));
    }

    [Theory]
    [InlineData(2, "--x-max does not belong to --algorithm skipgram, but to glove", "--x-max", "5")]
    [InlineData(2, "--loss does not belong to --algorithm glove, but to skipgram and cbow", "--algorithm", "glove", "--loss", "hs")]
    [InlineData(2, "--min-n does not belong to --algorithm cbow, but to fasttext", "--algorithm", "cbow", "--min-n", "2")]
    [InlineData(2, "--negative belongs to --loss ns; found --loss hs", "--loss", "hs", "--negative", "5")]
    [InlineData(2, "--phrase-passes belongs to --phrases", "--phrase-passes", "2")]
    [InlineData(2, "--resume needs --checkpoint", "--resume")]
    [InlineData(2, "--algorithm 'bert': expected skipgram or cbow or glove or fasttext or neural-lm", "--algorithm", "bert")]
    [InlineData(2, "--format 'onnx': expected word2vec or word2vec-text or glove or fasttext", "--format", "onnx")]
    [InlineData(2, "--dim '0': expected a whole number from 1", "--dim", "0")]
    [InlineData(2, "--sample '2': expected a number from 0 to 1", "--sample", "2")]
    [InlineData(2, "--cased does not belong to --tokenizer whitespace", "--cased")]
    [InlineData(2, "--tokenizer 'bert': expected whitespace or word or char", "--tokenizer", "bert")]
    [InlineData(1, "MinN is 7; expected 1 to 6", "--algorithm", "fasttext", "--min-n", "7")]
    [InlineData(1, "occurs 100000 times", "--min-count", "100000")]
    public void Errors_name_what_is_wrong(int exitCode, string expected, params string[] arguments)
    {
        var output = _folder.PathOf("v.bin");

        var run = Invocation.Of(["vectors", "train", "--input", _corpus, "--output", output, .. arguments]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["corpus.txt.gz"], Directory.EnumerateFileSystemEntries(_folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public void A_missing_an_empty_and_a_binary_corpus_are_named()
    {
        foreach (var (path, expected) in new[]
        {
            (_folder.PathOf("none.txt"), "none.txt: no such file."),
            (_folder.Write("empty.txt", ""), "empty.txt"),
            (_folder.PathOf("binary.txt"), "binary.txt"),
        })
        {
            File.WriteAllBytes(_folder.PathOf("binary.txt"), [0x41, 0x20, 0xFF, 0xFE, 0x0A]);
            var run = Invocation.Of("vectors", "train", "--input", path, "--output", _folder.PathOf("v.bin"));

            Assert.Equal(1, run.ExitCode);
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        }
    }

    private string[] Command => ["vectors", "train", "--input", _corpus, "--dim", "4", "--epochs", "3", "--threads", "1"];

    private void Train(params string[] arguments)
    {
        var run = Invocation.Of([.. Command, .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
