using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>Serves the page, its scripts and the model, hands out jobs and takes answers.</summary>
internal sealed class PageServer : IDisposable
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html",
        [".mjs"] = "text/javascript",
        [".css"] = "text/css",
        [".json"] = "application/json",
        [".wasm"] = "application/wasm",
    };

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<string> _jobs = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();

    public PageServer()
    {
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ListenAsync);
    }

    public string Address { get; }

    /// <summary>What <c>/model</c> is.</summary>
    public byte[] Model { get; set; } = [];

    /// <summary>Folders by the start of an address; the sample page finds onnxruntime-web where npm would put it.</summary>
    private static (string Start, string Folder)[] Folders { get; } =
    [
        ("ort/", NodeFolder.Web), ("scripts/", NodeFolder.Scripts), ("models/web/node_modules/onnxruntime-web/dist/", NodeFolder.Web), ("models/", NodeFolder.Models),
    ];

    public string Ask(string job, TimeSpan patience)
    {
        _jobs.Writer.TryWrite(job);
        using var late = new CancellationTokenSource(patience);
        try
        {
            return _answers.Reader.ReadAsync(late.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The browser did not answer within {patience}.", e);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Close();
        _end.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ListenAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var path = context.Request.Url!.AbsolutePath.TrimStart('/');
            switch (path)
            {
                case "job":
                    await SendAsync(context, Encoding.UTF8.GetBytes(await _jobs.Reader.ReadAsync(_end.Token)), ".json");
                    break;
                case "answer":
                    using (var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8))
                    {
                        _answers.Writer.TryWrite(await reader.ReadToEndAsync());
                    }

                    await SendAsync(context, [], ".json");
                    break;
                case "model":
                    await SendAsync(context, Model, ".onnx");
                    break;
                default:
                    var (start, folder) = Folders.FirstOrDefault(folder => path.StartsWith(folder.Start, StringComparison.Ordinal));
                    var file = start is null ? "" : Path.Combine(folder, path[start.Length..]);
                    context.Response.StatusCode = File.Exists(file) ? 200 : 404;
                    await SendAsync(context, File.Exists(file) ? await File.ReadAllBytesAsync(file) : [], Path.GetExtension(file));
                    break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpListenerException or ObjectDisposedException or IOException)
        {
            // The tests are over, or the browser went away.
        }
    }

    private static async Task SendAsync(HttpListenerContext context, byte[] content, string extension)
    {
        context.Response.ContentType = $"{Types.GetValueOrDefault(extension, "application/octet-stream")}; charset=utf-8";
        context.Response.ContentLength64 = content.Length;
        await context.Response.OutputStream.WriteAsync(content);
        context.Response.Close();
    }
}
