using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MLSeq.Benchmarks;

/// <summary>Runs the same job in PyTorch, where a python3 with torch is installed.</summary>
internal static class Peer
{
    /// <summary>The interpreter: MLSEQ_PYTHON if set, else the first python3 that has torch; null where none has.</summary>
    public static string? Python { get; } = new[] { Environment.GetEnvironmentVariable("MLSEQ_PYTHON"), "python3", "/usr/bin/python3" }
        .FirstOrDefault(p => p is not null && Start(p, "-c", "import torch")?.Code == 0);

    /// <summary>What a script in <c>peers</c> prints last, as JSON.</summary>
    public static JsonElement Run(string script, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "peers", script);
        var run = Start(Python!, [path, .. arguments]) ?? throw new InvalidOperationException($"{Python} cannot be started.");
        if (run.Code != 0)
        {
            throw new InvalidOperationException($"{script} failed with exit code {run.Code}: {run.Error}");
        }

        return JsonDocument.Parse(run.Output.Trim().Split('\n')[^1]).RootElement;
    }

    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static (int Code, string Output, string Error)? Start(string python, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
