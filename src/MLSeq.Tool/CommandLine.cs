using System.CommandLine;
using System.CommandLine.Invocation;
using MLSeq.Tool.Commands;

namespace MLSeq.Tool;

/// <summary>The whole command line: parses, runs the command, turns errors into messages and exit codes.</summary>
internal sealed class CommandLine
{
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly ToolRoot _root;

    public CommandLine(ToolConsole console, CancellationToken cancellationToken)
    {
        _console = console;
        _cancellationToken = cancellationToken;
        _root = new ToolRoot(console, cancellationToken);
    }

    /// <summary>Runs one command line.</summary>
    /// <returns>The process's exit code.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        var parsed = _root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            return ReportUsage(parsed);
        }

        _console.Quiet = parsed.GetValue(_root.Common.Quiet);
        _console.Json = parsed.GetValue(_root.Common.Json);
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = _console.Out,
                Error = _console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e) when (_cancellationToken.IsCancellationRequested)
        {
            _console.Warn(e is OperationCanceledException ? "cancelled" : "cancelled: " + e.Message);
            return ExitCode.Cancelled;
        }
        catch (Exception e)
        {
            return Report(e);
        }
    }

    private int ReportUsage(ParseResult parsed)
    {
        foreach (var error in parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))
        {
            _console.Warn("error: " + error);
        }

        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "mlseq" : result.Command.Name);
        }

        _console.Warn($"'{string.Join(' ', names)} --help' lists what it takes.");
        return ExitCode.Usage;
    }

    private int Report(Exception error)
    {
        // ML.NET's cursors may wrap what a row's reader threw.
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is ToolException known)
            {
                _console.Warn("error: " + known.Message);
                return known.ExitCode;
            }
        }

        // Nor does what its worker threads say of it tell anybody anything.
        while (error is { InnerException: { } inner } && error.Message.StartsWith("Splitter/consolidator", StringComparison.Ordinal))
        {
            error = inner;
        }

        var expected = error is IOException or InvalidDataException or InvalidOperationException or ArgumentException
            or NotSupportedException or UnauthorizedAccessException or FormatException or KeyNotFoundException;
        _console.Warn("error: " + (expected ? error.Message : error.ToString()));
        return ExitCode.Failure;
    }
}
