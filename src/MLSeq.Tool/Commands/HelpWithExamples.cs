using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MLSeq.Tool.Commands;

/// <summary>The help of a command, and then its examples.</summary>
/// <param name="help">Writes the options and verbs.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    /// <summary>Has the option <c>--help</c> of a command line show examples, too. It loses its names with a slash, which are like paths.</summary>
    public static void AddTo(RootCommand root)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var option = new HelpOption("--help", "-h", "-?") { Description = "Shows this help." };
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
        root.Options.Add(option);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        // It calls the program by the name of its file, which is another one where it runs as 'mlseq'.
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var code = help.Invoke(parseResult);
        text.GetStringBuilder().Replace($"{Environment.NewLine}  {RootCommand.ExecutableName} ", $"{Environment.NewLine}  mlseq ");

        // And choices by their names in the code.
        foreach (var option in parseResult.CommandResult.Command.Options.Where(option => option.HasDefaultValue && option.GetDefaultValue() is Enum))
        {
            text.GetStringBuilder().Replace($"[default: {option.GetDefaultValue()}]", $"[default: {OptionTypes.TextOf(option.GetDefaultValue())}]");
        }

        output.Write(text.ToString());
        output.WriteLine("Examples:");
        foreach (var example in ToolCommand.ExamplesOf(parseResult.CommandResult.Command))
        {
            output.WriteLine($"  # {example.Purpose}");
            output.WriteLine($"  {example.Line}");
            output.WriteLine();
        }

        return code;
    }
}
