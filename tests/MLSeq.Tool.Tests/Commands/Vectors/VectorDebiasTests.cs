using System.Text.Json;
using MLSeq.Embeddings;

namespace MLSeq.Tool.Tests.Commands.Vectors;

public sealed class VectorDebiasTests : IDisposable
{
    private readonly VectorSample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("pca")]
    [InlineData("mean")]
    public void Debias_takes_the_direction_out_and_reports(string method)
    {
        var output = _sample.Folder.PathOf("out/fair.txt");

        var run = _sample.Run("debias", "--pairs", "he:she,man:woman", "--neutral", "doctor,nurse", "--equalize", "king:queen", "--method", method, "--output", output);

        Assert.Contains(run.Lines, line => line.Contains("doctor", StringComparison.Ordinal) && line.Contains("0.0000", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("king/queen", StringComparison.Ordinal));
        Assert.Contains("direct bias after: 0.0000", run.Lines);
        Assert.DoesNotContain("direct bias before: 0.0000", run.Lines);
        var fair = WordVectors.Load(output);
        Assert.Equal(fair.Similarity("doctor", "king"), fair.Similarity("doctor", "queen"), 1e-5f);
        Assert.Equal(9, fair.Count);
    }

    [Fact]
    public void Debias_of_all_words_but_some()
    {
        using var json = JsonDocument.Parse(_sample.Run("debias", "--pairs", "he:she", "--all-but", "man,woman,king,queen", "--json").Out);

        Assert.Equal(3, json.RootElement.GetProperty("words measured").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("direct bias after").GetDouble(), 5);
        Assert.Equal(1, json.RootElement.GetProperty("explained variance").GetDouble(), 5);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("output").ValueKind);
    }

    [Theory]
    [InlineData(1, "zzzzzz", "debias", "--pairs", "he:she", "--neutral", "zzzzzz")]
    [InlineData(2, "--pairs: found 'he'", "debias", "--pairs", "he", "--neutral", "doctor")]
    [InlineData(2, "either --neutral or --all-but", "debias", "--pairs", "he:she", "--neutral", "doctor", "--all-but", "nurse")]
    [InlineData(2, "--format belongs to --output", "debias", "--pairs", "he:she", "--neutral", "doctor", "--format", "glove")]
    public void Errors_name_what_is_wrong(int exitCode, string expected, params string[] arguments) =>
        _sample.AssertFails(exitCode, expected, arguments);
}
