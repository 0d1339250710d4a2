using System.Diagnostics;
using System.Text.Json.Nodes;
using MLSeq.Tests;

namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>onnxruntime-web in a headless browser of the Chromium family, by the variable CHROME or on PATH.</summary>
internal sealed class BrowserHost : ModelHost
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];

    private readonly string? _browser = Environment.GetEnvironmentVariable("CHROME") is { Length: > 0 } path ? path : Find(Names);
    private readonly TemporaryFolder _profile = new();
    private PageServer? _server;
    private Process? _process;

    public override string? Missing => _browser is null
        ? $"no browser is on PATH ({string.Join(", ", Names)}) or in the variable CHROME" : NodeFolder.Missing;

    /// <summary>Sends the page something to do other than to run a model, and gives its answer.</summary>
    public string Do(JsonObject job)
    {
        Skip.If(Missing is not null, Missing);
        return Ask(job);
    }

    public override void Dispose()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _server?.Dispose();
        try
        {
            _profile.Dispose();
        }
        catch (IOException)
        {
            // The browser's last helper may still be writing there.
        }
    }

    protected override string Send(byte[] model, Func<string, JsonObject> job)
    {
        _server ??= new PageServer();
        _server.Model = model;
        return Ask(job("/model"));
    }

    private string Ask(JsonObject job)
    {
        _server ??= new PageServer();
        _process ??= Start(_server.Address);
        return _server.Ask(job.ToJsonString(), Patience);
    }

    private Process Start(string address)
    {
        var process = Process.Start(new ProcessStartInfo(
            _browser!,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", $"--user-data-dir={_profile["profile"]}", $"{address}scripts/page.html",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
