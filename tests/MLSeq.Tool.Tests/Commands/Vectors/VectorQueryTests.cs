using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using MLSeq.Embeddings;

namespace MLSeq.Tool.Tests.Commands.Vectors;

/// <summary>The commands that ask vectors, draw them and write them again.</summary>
public sealed class VectorQueryTests : IDisposable
{
    private readonly VectorSample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Nearest_answers_words_and_sums()
    {
        var run = _sample.Run("nearest", "--words", "king,king - man + woman", "--top", "2");

        Assert.Equal(["king\tman\t0.7071", "king\the\t0.7028", "king - man + woman\tqueen\t0.9586", "king - man + woman\tshe\t0.7636"], run.Lines);
        using var json = JsonDocument.Parse(_sample.Run("nearest", "--words", "king", "--words", "queen", "--restrict", "2", "--json").Out);
        var queries = json.RootElement.GetProperty("queries");
        Assert.Equal(2, queries.GetArrayLength());
        Assert.Equal("queen", queries[1].GetProperty("query").GetString());
        Assert.Equal("woman", queries[1].GetProperty("nearest")[0].GetProperty("word").GetString());
        Assert.Equal(0.7071, queries[1].GetProperty("nearest")[0].GetProperty("similarity").GetDouble(), 4);
        Assert.Equal(2, queries[0].GetProperty("nearest").GetArrayLength());
    }

    [Fact]
    public void Nearest_reads_queries_from_standard_input()
    {
        var run = Invocation.WithInput("king\n\nking - man\n", "vectors", "nearest", _sample.Path, "--words", "-", "--top", "1");

        Assert.Equal(["king", "king - man"], run.Lines.Select(line => line.Split('\t')[0]));
    }

    [Theory]
    [InlineData("add")]
    [InlineData("mul")]
    public void Analogy_completes(string method)
    {
        var run = _sample.Run("analogy", "--words", "man,king,woman", "--method", method, "--top", "3");

        Assert.Equal(3, run.Lines.Count);
        Assert.StartsWith("queen\t", run.Lines[0], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_sample.Run("analogy", "--words", "man,king,woman", "--json").Out);
        Assert.Equal("queen", json.RootElement.GetProperty("answers")[0].GetProperty("word").GetString());
    }

    [Fact]
    public void Plot_draws_words()
    {
        var output = _sample.Folder.PathOf("plots/p.svg");

        var run = _sample.Run("plot", "--words", "king,queen,apple", "--output", output, "--iterations", "50", "--title", "A & B");

        Assert.Equal(["words: 3", "labels: 3"], run.Lines.Take(2));
        Assert.Contains(run.Lines, line => line.StartsWith("divergence: ", StringComparison.Ordinal));
        Assert.Equal(["A & B", "3 words, t-SNE, perplexity 1", "king", "queen", "apple"], Texts(output));
    }

    [Fact]
    public void Plot_takes_the_first_words_or_words_and_their_neighbours()
    {
        var output = _sample.Folder.PathOf("p.svg");

        using var first = JsonDocument.Parse(_sample.Run("plot", "--top", "4", "--method", "pca", "--output", output, "--json").Out);
        Assert.Equal(4, first.RootElement.GetProperty("words").GetInt32());
        Assert.Contains("man", Texts(output));

        _sample.Run("plot", "--words", "king,doctor", "--top", "2", "--method", "pca", "--output", output, "--labels", "1");
        var marks = XElement.Load(output).Descendants().Where(e => e.Name.LocalName == "circle").Select(e => e.Value).ToList();
        Assert.Equal(["king", "doctor", "man", "he"], marks.Take(4));
        Assert.Equal(["v.txt", "king", "king", "doctor"], Texts(output).Where(t => !t.Contains("principal", StringComparison.Ordinal)));
    }

    [Fact]
    public void Convert_keeps_the_vectors()
    {
        var expected = WordVectors.Load(_sample.Path);
        foreach (var (format, name) in new[] { ("word2vec", "v.bin"), ("word2vec-text", "v.vec.gz"), ("glove", "g.txt") })
        {
            var output = _sample.Folder.PathOf(name);

            Assert.Equal(["words: 9", "dimensions: 3", $"output: {output}"], _sample.Run("convert", "--format", format, "--output", output).Lines);

            var found = WordVectors.Load(output);
            Assert.Equal(expected.Words, found.Words);
            Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(expected.GetVector(i), found.GetVector(i)));
        }

        _sample.Run("convert", "--format", "glove", "--output", _sample.Folder.PathOf("two.txt"), "--top", "2");
        Assert.Equal("man 1 0 0\nwoman 0 1 0\n", File.ReadAllText(_sample.Folder.PathOf("two.txt")));
    }

    [Theory]
    [InlineData(1, "'kimg' has no vector; there is one for 'king'", "nearest", "--words", "kimg")]
    [InlineData(1, "'zzzzzz' has no vector", "analogy", "--words", "king,queen,zzzzzz")]
    [InlineData(1, "'zzzzzz' has no vector", "plot", "--words", "king,zzzzzz", "--output", "x.svg")]
    [InlineData(2, "--words: found 'king queen'", "nearest", "--words", "king queen")]
    [InlineData(2, "--words 'king,queen': expected three words", "analogy", "--words", "king,queen")]
    [InlineData(2, "--perplexity belongs to --method tsne", "plot", "--method", "pca", "--perplexity", "5", "--output", "x.svg")]
    [InlineData(2, "--output 'x.png': expected a file name that ends in .svg", "plot", "--output", "x.png")]
    [InlineData(2, "--theta '3': expected a number from 0 to 1", "plot", "--theta", "3", "--output", "x.svg")]
    [InlineData(2, "--format 'bin': expected word2vec or word2vec-text or glove or fasttext", "convert", "--format", "bin", "--output", "x")]
    [InlineData(2, "--top '0': expected a whole number of at least 1", "nearest", "--words", "king", "--top", "0")]
    public void Errors_name_what_is_wrong(int exitCode, string expected, string command, params string[] arguments)
    {
        _sample.AssertFails(exitCode, expected, [command, .. arguments]);
    }

    [Fact]
    public void A_missing_or_damaged_file_of_vectors_is_named()
    {
        var missing = Invocation.Of("vectors", "nearest", _sample.Folder.PathOf("no.bin"), "--words", "a");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("no.bin: no such file.", missing.Error, StringComparison.Ordinal);

        var damaged = Invocation.Of("vectors", "nearest", _sample.Folder.Write("bad.txt", "2 3\na 1 2 3\nb 1 x 3\n"), "--words", "a");
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("bad.txt", damaged.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", damaged.Error, StringComparison.Ordinal);
    }

    private static List<string> Texts(string svg) =>
        [.. XElement.Load(svg).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.ToString(CultureInfo.InvariantCulture))];
}
