using System.CommandLine;
using System.CommandLine.Parsing;
using MLSeq.Tool.Commands;

namespace MLSeq.Tool.Tests.Commands;

public class HelpTests
{
    private static readonly ToolRoot Root = new(new ToolConsole(Stream.Null, TextWriter.Null, TextWriter.Null), CancellationToken.None);

    /// <summary>The verbs that do something, as they are typed.</summary>
    public static TheoryData<string> Verbs => [.. VerbsOf(Root, "").Select(verb => verb.Line)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_example_parses_and_is_of_its_verb(string line)
    {
        var verb = VerbsOf(Root, "").Single(verb => verb.Line == line);

        Assert.NotEmpty(ToolCommand.ExamplesOf(verb.Command));
        Assert.All(ToolCommand.ExamplesOf(verb.Command), example =>
        {
            var parsed = Root.Parse([.. CommandLineParser.SplitCommandLine(ArgumentsOf(example.Line))]);
            Assert.Empty(parsed.Errors);
            Assert.Same(verb.Command, parsed.CommandResult.Command);
            Assert.EndsWith(".", example.Purpose, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_ends_with_the_examples(string line)
    {
        var verb = VerbsOf(Root, "").Single(verb => verb.Line == line);

        var run = Invocation.Of([.. line.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Equal(ToolCommand.ExamplesOf(verb.Command).Select(example => example.Line), ExamplesIn(run));
        Assert.All(["--seed", "--threads", "--json", "--quiet"], option => Assert.Contains(option, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public void Help_of_a_group_shows_an_example_of_each_verb()
    {
        Assert.Equal(["classify train", "classify evaluate", "classify predict"], ExamplesIn(Invocation.Of("classify", "-h")).Select(VerbOf));
        Assert.Equal(Root.Subcommands.Select(command => command.Name), ExamplesIn(Invocation.Of("--help")).Select(example => VerbOf(example).Split(' ')[0]));
        Assert.Contains("\n  mlseq [command] [options]", Invocation.Of("--help").Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_spelled_as_they_are_typed()
    {
        var help = Invocation.Of("classify", "train", "--help").Out;

        Assert.All(["[default: adam]", "[default: lstm]", "[default: float32]", "[default: 0.001]"], text => Assert.Contains(text, help, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"\[default: [A-Z]", help);
    }

    private static IEnumerable<string> ExamplesIn(Invocation help) =>
        help.Lines.SkipWhile(line => line != "Examples:").Skip(1).Where(line => !line.StartsWith('#'));

    private static string VerbOf(string line) => string.Join(' ', ArgumentsOf(line).Split(' ').TakeWhile(word => !word.StartsWith('-')));

    /// <summary>What of a line follows the tool's name, but for what the shell takes.</summary>
    private static string ArgumentsOf(string line) => line[(line.IndexOf("mlseq ", StringComparison.Ordinal) + 6)..].Split(" >")[0];

    private static IEnumerable<(string Line, Command Command)> VerbsOf(Command command, string line) =>
        command.Subcommands.SelectMany(sub => VerbsOf(sub, $"{line} {sub.Name}".Trim())).Concat(command.Action is null ? [] : [(line, command)]);
}
