namespace Microsoft.ML.Runtime;

/// <summary>An environment with a name, random numbers, and the root's catalog, options and messages.</summary>
internal abstract class HostBase : IHost, IHostEnvironmentInternal
{
    private readonly string _name;

    // Hosts are registered from several threads (parallel cursors), and Random is not safe there.
    private readonly Lock _lock = new();

    protected HostBase(string name, Random rand)
    {
        _name = name;
        Rand = rand;
    }

    public abstract HostEnvironment Root { get; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog => Root.Catalog;

    public string ContextDescription => _name;

    int? IHostEnvironmentInternal.Seed => Root.Seed;

    string IHostEnvironmentInternal.TempFilePath
    {
        get => Root.TempFilePath;
        set => Root.TempFilePath = value;
    }

    bool IHostEnvironmentInternal.FallbackToCpu
    {
        get => Root.FallbackToCpu;
        set => Root.FallbackToCpu = value;
    }

    int? IHostEnvironmentInternal.GpuDeviceId
    {
        get => Root.GpuDeviceId;
        set => Root.GpuDeviceId = value;
    }

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_lock)
        {
            return new Host(Root, name, new Random(seed ?? Rand.Next()));
        }
    }

    public IChannel Start(string name) => new Channel(Root, _name == "Environment" ? name : $"{_name}; {name}");

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(name);

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel();

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public bool TryAddOption<T>(string name, T value)
    {
        lock (Root.Options)
        {
            return Root.Options.TryAdd(name, value);
        }
    }

    public void SetOption<T>(string name, T value)
    {
        lock (Root.Options)
        {
            Root.Options[name] = value;
        }
    }

    public bool TryGetOption<T>(string name, out T value)
    {
        lock (Root.Options)
        {
            var found = Root.Options.TryGetValue(name, out var option);
            value = found ? (T)option : default;
            return found;
        }
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption<T>(name, out var value) ? value : default;

    public bool RemoveOption(string name)
    {
        lock (Root.Options)
        {
            return Root.Options.Remove(name);
        }
    }
}
