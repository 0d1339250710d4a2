using System.CommandLine;
using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Commands;

/// <summary>The folder that takes all there is to know of a training run.</summary>
internal sealed class RunOption
{
    private readonly Option<string?> _folder = OptionTypes.Folder(
        "--run", "A folder of its own for the run: command line, machine, data, epochs, gradients, figures and, until it is done, the state that the same command goes on from. 'mlseq report' shows it.");

    public void AddTo(Command command) => command.Options.Add(_folder);

    /// <summary>Trains, and writes down how it begins and ends.</summary>
    /// <param name="console">The console.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="train">Trains and saves.</param>
    /// <param name="cancellationToken">Tells an end that was asked for from one by an error.</param>
    /// <returns>The exit code.</returns>
    public int Record(ToolConsole console, ParseResult parsed, Action<RunRecorder> train, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_folder) is not { } path)
        {
            train(new(console, null));
            return ExitCode.Success;
        }

        using var folder = RunFolder.Open(path, console.Warn);
        folder.Write(RunStarted.Of(parsed, folder.GoesOn));
        try
        {
            train(new(console, folder));
        }
        catch (Exception e)
        {
            folder.Write(cancellationToken.IsCancellationRequested ? new RunEnded(RunStatus.Interrupted) : new RunEnded(RunStatus.Failed, Relative(e.Message)));
            throw;
        }

        folder.Write(new RunEnded(RunStatus.Completed));
        console.Note($"'mlseq report {path}' shows the run as a page.");
        return ExitCode.Success;
    }

    /// <summary>A message without the folder that the command was run in, which nobody typed.</summary>
    private static string Relative(string message) => message.Replace(Environment.CurrentDirectory + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
