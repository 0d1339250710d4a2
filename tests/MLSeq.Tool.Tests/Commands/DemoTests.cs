using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands;

public class DemoTests
{
    private static readonly string[] Tiny = ["--min-summaries", "20", "--epochs", "3", "--hidden", "8", "--embedding", "8", "--batch", "16"];

    [Fact]
    public void Trains_saves_and_agrees()
    {
        using var folder = new TemporaryFolder();
        WriteDocs(folder);
        string[] arguments = ["demo", "--docs", folder.PathOf("docs"), "--output", folder.PathOf("out"), .. Tiny];

        var run = Invocation.Of(arguments);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("the two agree", run.Out, StringComparison.Ordinal);
        Assert.Contains("bag of words", run.Out, StringComparison.Ordinal);
        Assert.Contains("Zoo.Animals", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Out + run.Error, StringComparison.Ordinal);
        Assert.Equal(["model.onnx", "model.zip"], Directory.EnumerateFiles(folder.PathOf("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var json = Invocation.Of([.. arguments, "--json", "--quiet"]);
        Assert.Empty(json.Error);
        using var results = JsonDocument.Parse(json.Out);
        Assert.True(results.RootElement.GetProperty("models agree").GetBoolean());
        Assert.Equal(2, results.RootElement.GetProperty("classes").GetInt32());
        Assert.Equal(8, results.RootElement.GetProperty("predictions").GetArrayLength());
        Assert.True(results.RootElement.GetProperty("bag of words accuracy").GetDouble() > results.RootElement.GetProperty("majority accuracy").GetDouble());
    }

    [Fact]
    public void Names_methods_by_their_summaries()
    {
        using var folder = new TemporaryFolder();
        WriteDocs(folder);
        string[] arguments =
        [
            "demo", "translate", "--docs", folder.PathOf("docs"), "--output", folder.PathOf("out"), "--subwords", "60", "--epochs", "3", "--hidden", "24",
            "--batch", "16", "--rate", "0.01", "--dropout", "0", "--threads", "1",
        ];

        var run = Invocation.Of(arguments);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("encoder-decoder", run.Out, StringComparison.Ordinal);
        Assert.Contains("nearest training sentence", run.Out, StringComparison.Ordinal);
        Assert.Contains("Computes the checksum", run.Out, StringComparison.Ordinal);
        Assert.Equal(["names.zip"], Directory.EnumerateFiles(folder.PathOf("out")).Select(Path.GetFileName));

        var json = Invocation.Of([.. arguments, "--json", "--quiet"]);
        Assert.Empty(json.Error);
        using var results = JsonDocument.Parse(json.Out);
        Assert.True(results.RootElement.GetProperty("loaded model agrees").GetBoolean());
        Assert.Equal(392, results.RootElement.GetProperty("methods").GetInt32());
        Assert.Equal(10, results.RootElement.GetProperty("examples").GetArrayLength());
        Assert.InRange(results.RootElement.GetProperty("chrf").GetDouble(), 1, 100);
        var none = Invocation.Of("demo", "translate", "--docs", folder.PathOf("nowhere"));
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("no XML documentation found", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_where_it_looked_for_documentation()
    {
        using var folder = new TemporaryFolder();

        var run = Invocation.Of("demo", "--docs", folder.PathOf("nowhere"), "--output", folder.PathOf("out"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no XML documentation found", run.Error, StringComparison.Ordinal);
        Assert.Contains(folder.PathOf("nowhere"), run.Error, StringComparison.Ordinal);
    }

    internal static void WriteDocs(TemporaryFolder folder)
    {
        (string Namespace, string[] Words)[] namespaces =
        [
            ("Zoo.Animals", ["lion", "tiger", "zebra", "monkey", "elephant", "giraffe", "hippo"]),
            ("Shop.Goods", ["bread", "butter", "cheese", "coffee", "sugar", "pepper", "salt"]),
        ];
        foreach (var (name, words) in namespaces)
        {
            // 7 x 7 x 4 texts that share all words but two.
            var members = from a in words from b in words from verb in new[] { "Counts", "Gets", "Sets", "Removes" } select $"{verb} the {a} beside each {b}.";
            folder.Write($"docs/{name}.xml", "<doc><members>" + string.Concat(members.Select(text =>
                $"<member name=\"M:{name}.Type.{text.Split(' ')[0]}_{text.Split(' ')[2]}(System.Int32)\"><summary>{text}</summary></member>")) + "</members></doc>");
        }
    }
}
