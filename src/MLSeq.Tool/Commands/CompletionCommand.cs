using System.CommandLine;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq completion</c>: what a shell reads to complete verbs, options and values; it asks <c>mlseq [suggest]</c> for them.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    // Each shell's name, and the resource with its script.
    private static readonly (string Shell, string Script)[] Shells = [("bash", "bash.sh"), ("zsh", "zsh.sh"), ("fish", "fish.fish"), ("pwsh", "pwsh.ps1")];

    private readonly ToolConsole _console;
    private readonly Argument<string> _shell = new("shell")
    {
        Description = "The shell: bash, zsh, fish or pwsh.",
        HelpName = string.Join('|', Shells.Select(shell => shell.Shell)),
    };

    public CompletionCommand(ToolConsole console)
        : base(
            "completion", "Writes the script by which a shell completes mlseq's verbs, options and values.",
            [
                new("In each bash from now on.", "mlseq completion bash >> ~/.bashrc"),
                new("In zsh.", "mlseq completion zsh >> ~/.zshrc"),
                new("In fish.", "mlseq completion fish > ~/.config/fish/completions/mlseq.fish"),
                new("In PowerShell.", "mlseq completion pwsh >> $PROFILE"),
            ])
    {
        _console = console;
        _shell.AcceptOnlyFromAmong([.. Shells.Select(shell => shell.Shell)]);
        Arguments.Add(_shell);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var shell = parsed.GetValue(_shell)!;
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream(Shells.First(s => s.Shell == shell).Script)!;
        var script = new StreamReader(stream).ReadToEnd();
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?> { ["shell"] = shell, ["script"] = script });
            return ExitCode.Success;
        }

        _console.Out.Write(script);
        return ExitCode.Success;
    }
}
