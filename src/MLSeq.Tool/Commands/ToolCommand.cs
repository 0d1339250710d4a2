using System.CommandLine;

namespace MLSeq.Tool.Commands;

/// <summary>A verb of the command line, with examples that its help ends with.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">What it does, for the help.</param>
/// <param name="examples">Of its use, the most usual one first.</param>
internal class ToolCommand(string name, string description, IReadOnlyList<CommandExample> examples) : Command(name, description)
{
    /// <summary>The examples of a verb; of a group of verbs, the first of each.</summary>
    public static IEnumerable<CommandExample> ExamplesOf(Command command) =>
        command is ToolCommand verb ? verb.Examples : command.Subcommands.SelectMany(sub => ExamplesOf(sub).Take(1));

    /// <summary>Command lines that are good for something as they are, but for the names of files.</summary>
    public IReadOnlyList<CommandExample> Examples { get; } = examples;
}
