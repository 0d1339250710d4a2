using System.Diagnostics;

namespace MLSeq.Tool.Tests;

/// <summary>A run of the command line in a process of its own, as a shell starts it.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "MLSeq.Tool.dll");

    private readonly Process _process;

    private ToolProcess(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
    }

    public StreamReader Out => _process.StandardOutput;

    public StreamReader Error => _process.StandardError;

    public StreamWriter In => _process.StandardInput;

    // What a shell without job control starts in the background ignores SIGINT, and so do its children, however deep.
    private static bool IgnoresInterrupt => OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status")
        .Any(line => line.StartsWith("SigIgn:", StringComparison.Ordinal) && line[^1] is '2' or '3' or '6' or '7' or 'a' or 'b' or 'e' or 'f');

    /// <summary>Starts it with its streams piped.</summary>
    public static ToolProcess Start(params string[] arguments) =>
        new(IgnoresInterrupt ? new("env", ["--default-signal=INT", "dotnet", Tool, .. arguments]) : new("dotnet", [Tool, .. arguments]));

    /// <summary>What it writes to a terminal of 100 columns; the arguments may not hold quotes. Skips the test where there is no Linux.</summary>
    public static (int ExitCode, string Text) InTerminal(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "There is no 'script' of util-linux.");
        var line = $"stty cols 100; dotnet '{Tool}' {string.Join(' ', arguments.Select(argument => $"'{argument}'"))}";
        var start = new ProcessStartInfo("/usr/bin/script", ["-qefc", line, "/dev/null"]);
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in environment.Append(new("TERM", "xterm-256color")))
        {
            start.Environment[name] = value;
        }

        using var process = new ToolProcess(start);
        process.In.Close();
        var text = process.Out.ReadToEnd();
        return (process.Wait(), text);
    }

    /// <summary>Sends a signal, such as INT, which is what Ctrl-C sends.</summary>
    public void Send(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public int Wait()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromMinutes(5)), "The process does not end.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
