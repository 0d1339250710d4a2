using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using MLSeq.Tests;

namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>onnxruntime-node.</summary>
internal sealed class NodeHost : ModelHost
{
    private readonly string? _node = Find("node");
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _errors = new();
    private Process? _process;

    public override string? Missing => _node is null ? "node is not on PATH" : NodeFolder.Missing;

    public override void Dispose()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        _folder.Dispose();
    }

    protected override string Send(byte[] model, Func<string, JsonObject> job)
    {
        var path = _folder["model.onnx"];
        File.WriteAllBytes(path, model);
        _process ??= Start();
        _process.StandardInput.WriteLine(job(path).ToJsonString());
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLineAsync();
        return answer.Wait(Patience) && answer.Result is { } line ? line : throw new InvalidOperationException($"node does not answer. {_errors}");
    }

    private Process Start()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var process = Process.Start(new ProcessStartInfo(_node!, [Path.Combine(NodeFolder.Scripts, "node.mjs")])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
        })!;
        process.ErrorDataReceived += (_, e) => _errors.AppendLine(e.Data);
        process.BeginErrorReadLine();
        return process;
    }
}
