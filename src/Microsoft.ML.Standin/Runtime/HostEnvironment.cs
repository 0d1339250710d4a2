namespace Microsoft.ML.Runtime;

/// <summary>The root of all hosts of an MLContext.</summary>
internal sealed class HostEnvironment : HostBase
{
    private readonly Dictionary<string, object> _options = [];

    public HostEnvironment(int? seed)
        : base("Environment", seed is { } value ? new Random(value) : new Random())
    {
        Seed = seed;
    }

    public override HostEnvironment Root => this;

    public int? Seed { get; }

    public string TempFilePath { get; set; } = Path.GetTempPath();

    public bool FallbackToCpu { get; set; } = true;

    public int? GpuDeviceId { get; set; }

    public Dictionary<string, object> Options => _options;

    public ComponentCatalog Catalog { get; } = new();

    /// <summary>Gets every message of every channel with the name of its source.</summary>
    public event Action<string, ChannelMessage> Message;

    public void Send(string source, ChannelMessage message) => Message?.Invoke(source, message);
}
