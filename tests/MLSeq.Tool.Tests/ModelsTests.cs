using System.Globalization;
using MLSeq.Embeddings;

namespace MLSeq.Tool.Tests;

/// <summary>The models that are part of the repository load, and do what their cards say.</summary>
public class ModelsTests
{
    [Theory]
    [InlineData("namespaces")]
    [InlineData("english-tags")]
    [InlineData("api-names")]
    [InlineData("api-vectors")]
    public void A_card_names_each_file_with_its_size(string name)
    {
        var card = File.ReadAllText(PathOf(name, "README.md"));
        var files = Directory.EnumerateFiles(PathOf(name)).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"`{Path.GetFileName(file)}`, {new FileInfo(file).Length:N0} bytes"), card, StringComparison.Ordinal));
        Assert.Contains($"[{name}]({name}/README.md)", File.ReadAllText(PathOf("README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_have_the_namespaces_of_the_card()
    {
        var examples = Examples("namespaces");

        var run = Invocation.WithInput(
            string.Join('\n', examples.Select(e => e.Input)),
            "classify", "predict", "--model", PathOf("namespaces", "namespaces.onnx"), "--data", "-", "--text-column", "0");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(examples.Select(e => e.Output), run.Lines.Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public void The_documentation_of_this_machine_s_sdk_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Invocation.Of("corpus", "namespaces", "--output", folder.FullName).ExitCode);

        var run = Invocation.Of(
            "classify", "evaluate", "--model", PathOf("namespaces", "namespaces.onnx"), "--data", folder.PathOf("test.tsv"), "--text-column", "0", "--label-column", "1");

        // Another version of the SDK has other texts and, at the edge, other namespaces.
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(Figure(run, "accuracy"), 0.85, 1);
    }

    [Fact]
    public void Tokens_have_the_tags_of_the_card()
    {
        var examples = Examples("english-tags");

        var run = Invocation.WithInput(
            string.Join("\n\n", examples.Select(e => e.Input.Replace(' ', '\n'))) + "\n",
            "tag", "predict", "--model", PathOf("english-tags", "english-tags.onnx"), "--data", "-");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(examples.SelectMany(e => e.Output.Split(' ')), run.Lines.Select(line => line.Split('\t')[1]));
    }

    [SkippableFact]
    public void The_tagger_has_the_accuracy_of_the_card()
    {
        var data = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(data is null, "MLSEQ_DATA does not name the data sets' folder.");

        var run = Invocation.Of(
            "tag", "evaluate", "--format", "conllu", "--model", PathOf("english-tags", "english-tags.onnx"), "--data", Path.Combine(data, "tagging", "en_ewt-ud-dev.conllu.gz"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0.9316, Figure(run, "accuracy"), 0.0005);
    }

    [Fact]
    public void Names_go_on_as_the_card_says()
    {
        Assert.All(Examples("api-names"), example =>
        {
            var run = Invocation.Of("lm", "generate", "--model", PathOf("api-names", "api-names.onnx"), "--prompt", example.Input, "--temperature", "0");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(example.Output, Assert.Single(run.Lines));
        });
    }

    [Fact]
    public void Names_are_judged_by_their_looks()
    {
        var run = Invocation.WithInput("GetEnumerator\nZxqvB\n", "lm", "score", "--model", PathOf("api-names", "api-names.onnx"), "--data", "-");

        Assert.True(run.ExitCode == 0, run.Error);
        var perplexities = run.Lines.Select(line => double.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(perplexities[0], 1, 4);
        Assert.InRange(perplexities[1], 50, double.MaxValue);
    }

    [Fact]
    public void Words_have_the_neighbours_of_the_card()
    {
        using var vectors = WordVectors.Load(PathOf("api-vectors", "api-vectors.bin"));

        Assert.Equal((5984, 100), (vectors.Count, vectors.Dimensions));
        Assert.All(Examples("api-vectors"), example =>
            Assert.Equal(example.Output, string.Join(", ", vectors.MostSimilar(example.Input, 3).Select(word => word.Word))));
    }

    private static double Figure(Invocation run, string name) =>
        double.Parse(run.Lines.Single(line => line.StartsWith($"{name}: ", StringComparison.Ordinal))[(name.Length + 2)..], CultureInfo.InvariantCulture);

    /// <summary>The rows of the last table of a card.</summary>
    private static List<(string Input, string Output)> Examples(string name)
    {
        var rows = File.ReadLines(PathOf(name, "README.md")).SkipWhile(line => line != "## Examples").Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => (cells[1], cells[2])).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string PathOf(params string[] parts) => Repository.PathOf(["models", .. parts]);
}
