using System.CommandLine;
using MLSeq.Tool.Data;
using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq report</c>: the folder of a training run as a page.</summary>
internal sealed class ReportCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly Argument<string> _folder = new("run") { Description = "The folder that 'train --run' writes, while it trains or later.", HelpName = "FOLDER" };
    private readonly Option<string?> _output = OptionTypes.File("--output", "Where the page goes. Default: report.html in the folder.", false, ".html", ".htm");

    public ReportCommand(ToolConsole console)
        : base(
            "report", "Makes one page of a training run, which needs nothing from outside: losses, learning rate, gradients, figures, options, machine.",
            [
                new("Of a run that is done, interrupted or still going on.", "mlseq report run"),
                new("To a place of one's own.", "mlseq report run --output pages/first-run.html"),
            ])
    {
        _console = console;
        Arguments.Add(_folder);
        Options.Add(_output);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = parsed.GetValue(_folder)!;
        var output = parsed.GetValue(_output) ?? Path.Combine(folder, "report.html");
        var history = RunFolder.Read(folder);
        OutputFile.Prepare(output);
        RunReport.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), history).Save(output);
        _console.WriteFigures(new Dictionary<string, object?>
        {
            ["status"] = history.Status.ToString().ToLowerInvariant(),
            ["epochs"] = history.Epochs.Count,
            ["page"] = output,
        });
        return ExitCode.Success;
    }
}
