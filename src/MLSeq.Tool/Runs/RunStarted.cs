using System.CommandLine;
using System.CommandLine.Help;
using MLSeq.Tool.Commands;

namespace MLSeq.Tool.Runs;

/// <summary>A training began, or went on from its checkpoint.</summary>
/// <param name="Command">The command line as it was typed.</param>
/// <param name="GoesOn">Whether it goes on from a checkpoint; else what stands before in the log is of a training that is void.</param>
/// <param name="Options">Every option's value, by name.</param>
/// <param name="Given">The options among them that stand on the command line.</param>
/// <param name="Environment">Facts about the program and the machine, by name.</param>
internal sealed record RunStarted(
    string Command, bool GoesOn, IReadOnlyDictionary<string, string> Options, IReadOnlyList<string> Given, IReadOnlyDictionary<string, string> Environment) : RunEvent
{
    /// <summary>What a command line begins.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="goesOn">Whether there is a checkpoint.</param>
    public static RunStarted Of(ParseResult parsed, bool goesOn)
    {
        var options = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(option => option is not HelpOption and not VersionOption)).ToList();
        var typed = parsed.Tokens.Select(token => token.Value.Contains(' ', StringComparison.Ordinal) ? $"\"{token.Value}\"" : token.Value);
        return new(
            "mlseq " + string.Join(' ', typed), goesOn,
            options.ToDictionary(option => option.Name, parsed.TextOf),
            [.. options.Where(parsed.IsGiven).Select(option => option.Name)],
            Machine.Facts().Concat(Runtimes.Facts().Take(2)).ToDictionary(fact => fact.Name, fact => Machine.Text(fact.Value)));
    }
}
