using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands.Vectors;

public sealed class VectorEvaluateTests : IDisposable
{
    private readonly VectorSample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Evaluate_prints_the_figures_of_analogies_and_similarity()
    {
        var questions = _sample.Folder.Write("q.txt", ": one\nman king woman queen\n: two\n: three\n: four\n: five\n: six\nman he woman she\nman he woman zebra\n");
        var pairs = _sample.Folder.Write("p.tsv", "man\twoman\t0\nking\tqueen\t5\nking\tman\t9\nking\tzebra\t3\n");

        var run = _sample.Run("evaluate", "--analogies", questions, "--similarity", pairs);

        Assert.Equal(
            ["analogy accuracy: 1.0000", "semantic: 1.0000", "syntactic: 1.0000", "questions seen: 2", "spearman: 1.0000", "pairs found: 3"],
            run.Lines.TakeLast(6));
        Assert.Contains(run.Lines, line => line.Contains("six", StringComparison.Ordinal) && line.Contains("100.0 %", StringComparison.Ordinal));
        Assert.Contains("3 of 4 pairs", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["analogy accuracy: 1.0000", "semantic: 1.0000", "syntactic: 0.0000", "questions seen: 1"],
            _sample.Run("evaluate", "--analogies", questions, "--restrict", "4", "--quiet").Lines);
        using var json = JsonDocument.Parse(_sample.Run("evaluate", "--analogies", questions, "--similarity", pairs, "--json").Out);
        Assert.Equal(1, json.RootElement.GetProperty("analogy accuracy").GetDouble());
        Assert.Equal(3, json.RootElement.GetProperty("pairs found").GetInt32());
        Assert.Equal(6, json.RootElement.GetProperty("sections").GetArrayLength());
    }

    [Theory]
    [InlineData(1, "missing.txt: no such file.", "evaluate", "--analogies", "missing.txt")]
    [InlineData(1, "missing.tsv: no such file.", "evaluate", "--similarity", "missing.tsv")]
    public void Errors_name_what_is_wrong(int exitCode, string expected, params string[] arguments) =>
        _sample.AssertFails(exitCode, expected, arguments);
}
