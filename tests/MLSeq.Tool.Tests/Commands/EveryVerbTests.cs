using System.CommandLine;
using System.Text.Json;
using System.Xml.Linq;
using MLSeq.Tool.Commands;

namespace MLSeq.Tool.Tests.Commands;

public class EveryVerbTests(EveryVerb verbs) : IClassFixture<EveryVerb>
{
    public static TheoryData<string> Verbs => [.. EveryVerb.Verbs];

    [Fact]
    public void No_verb_is_forgotten()
    {
        static IEnumerable<string> VerbsOf(Command command, string line) =>
            command.Subcommands.SelectMany(sub => VerbsOf(sub, $"{line} {sub.Name}".Trim())).Concat(command.Action is null ? [] : [line]);
        var root = new ToolRoot(new ToolConsole(Stream.Null, TextWriter.Null, TextWriter.Null), CancellationToken.None);

        Assert.Equal(VerbsOf(root, "").Order(StringComparer.Ordinal), EveryVerb.Verbs.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Quiet_and_as_json_a_verb_gives_one_object_and_no_more(string verb)
    {
        var run = verbs.Runs[verb];

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Error);

        // Rows of any number are an object each.
        Assert.All(verb == "score" ? run.Lines : [run.Out], text =>
        {
            using var json = JsonDocument.Parse(text);
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
            Assert.NotEmpty(json.RootElement.EnumerateObject());
        });
    }

    [Theory]
    [InlineData("classify", "What is taken for what")]
    [InlineData("tag", "What is taken for what")]
    [InlineData("lm", "Written by the model")]
    [InlineData("translate", "Translations of the first validation texts")]
    [InlineData("transcribe", "The first validation recordings")]
    [InlineData("detect", "What is heard in 10 validation clips")]
    [InlineData("vectors", "Nearest words")]
    public void Every_training_has_a_report(string group, string expected)
    {
        var run = Invocation.Of("report", verbs.RunOf(group));

        Assert.True(run.ExitCode == 0, run.Error);
        var page = XElement.Parse(File.ReadAllText(Path.Combine(verbs.RunOf(group), "report.html"))["<!doctype html>\n".Length..]);
        var texts = page.DescendantNodes().OfType<XText>().Select(text => text.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Contains(expected, texts);
        Assert.Contains("seconds", texts);
        Assert.Contains("training", texts);
    }
}
