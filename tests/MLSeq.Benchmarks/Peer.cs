using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MLSeq.Benchmarks;

/// <summary>Runs the same job in a Python library, where a python3 that has it is installed.</summary>
internal static class Peer
{
    /// <summary>The interpreter that has PyTorch; null where none has.</summary>
    public static string? Python { get; } = With("torch");

    /// <summary>The interpreter that has a package: MLSEQ_PYTHON if set, else the first python3 that has it; null where none has.</summary>
    public static string? With(string package) => new[] { Environment.GetEnvironmentVariable("MLSEQ_PYTHON"), "python3", "/usr/bin/python3" }
        .FirstOrDefault(p => p is not null && Start(p, "-c", $"import {package}")?.Code == 0);

    /// <summary>What a script in <c>peers</c> prints last, as JSON.</summary>
    public static JsonElement Run(string script, params string[] arguments) => RunWith(Python!, script, arguments);

    /// <inheritdoc cref="Run"/>
    public static JsonElement RunWith(string python, string script, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "peers", script);
        var run = Start(python, [path, .. arguments]) ?? throw new InvalidOperationException($"{python} cannot be started.");
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
