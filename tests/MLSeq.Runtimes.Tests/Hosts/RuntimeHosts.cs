namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>The runtimes, each started when a test first wants it.</summary>
public sealed class RuntimeHosts : IDisposable
{
    private readonly Dictionary<string, ModelHost> _hosts = new() { [Node] = new NodeHost(), [Web] = new BrowserHost() };

    public const string Node = "onnxruntime-node";

    public const string Web = "onnxruntime-web";

    internal ModelHost this[string name] => _hosts[name];

    public void Dispose()
    {
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }
    }
}
