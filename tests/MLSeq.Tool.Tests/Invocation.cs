using System.Text;

namespace MLSeq.Tool.Tests;

/// <summary>One run of the command line inside the test's process, with its streams captured.</summary>
internal sealed record Invocation(int ExitCode, string Out, string Error)
{
    public static Invocation Of(params string[] arguments) => WithInput("", arguments);

    public static Invocation WithInput(string input, params string[] arguments) =>
        Run(input, CancellationToken.None, arguments);

    public static Invocation Run(string input, CancellationToken cancellationToken, params string[] arguments)
    {
        using var reader = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = new CommandLine(new ToolConsole(reader, output, error), cancellationToken).Run(arguments);
        return new Invocation(code, output.ToString(), error.ToString());
    }

    /// <summary>The lines of standard output, without empty ones.</summary>
    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
