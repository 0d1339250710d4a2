using System.CommandLine.Parsing;
using MLSeq.Tool.Commands;

namespace MLSeq.Tool.Tests.Commands;

/// <summary>Every command of the guide is one that the command line takes.</summary>
public class GuideTests
{
    public static TheoryData<string> Commands() => [.. Guide.Commands()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_parses(string command)
    {
        var root = new ToolRoot(new ToolConsole(Stream.Null, TextWriter.Null, TextWriter.Null), CancellationToken.None);

        Assert.Empty(root.Parse([.. CommandLineParser.SplitCommandLine(command)]).Errors);
    }
}
