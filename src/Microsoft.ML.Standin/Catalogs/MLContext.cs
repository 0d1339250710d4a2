using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// The start of all work with ML.NET's types, in a stand-in for Microsoft.ML that the MLSeq project wrote for machines
/// whose package feed lacks it. It is not Microsoft's ML.NET: it has the part of its API that MLSeq and its tests use,
/// none of its trainers, and model files of its own.
/// </summary>
public sealed class MLContext : IHostEnvironmentInternal
{
    private readonly HostEnvironment _env;

    /// <summary>A context; with a seed, everything random in it repeats.</summary>
    public MLContext(int? seed = null)
    {
        _env = new(seed);
        _env.Message += (source, message) => Log?.Invoke(this, new(message.Message, message.Kind, source));
        Data = new(_env);
        Model = new(_env);
        Transforms = new(_env);
        MulticlassClassification = new(_env);
        BinaryClassification = new(_env);
        Regression = new(_env);
    }

    /// <summary>Gets every message of every component.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    /// <summary>Loads and splits data.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>Saves and loads models, and predicts with them.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>Transforms.</summary>
    public TransformsCatalog Transforms { get; }

    /// <summary>Classification into several classes.</summary>
    public MulticlassClassificationCatalog MulticlassClassification { get; }

    /// <summary>Classification into two classes.</summary>
    public BinaryClassificationCatalog BinaryClassification { get; }

    /// <summary>Regression.</summary>
    public RegressionCatalog Regression { get; }

    /// <summary>The classes that models can be loaded with.</summary>
    public ComponentCatalog ComponentCatalog => _env.ComponentCatalog;

    /// <summary>The folder of temporary files.</summary>
    public string TempFilePath
    {
        get => _env.TempFilePath;
        set => _env.TempFilePath = value;
    }

    /// <summary>Whether components that want a GPU use the CPU where there is none.</summary>
    public bool FallbackToCpu
    {
        get => _env.FallbackToCpu;
        set => _env.FallbackToCpu = value;
    }

    /// <summary>The GPU that components use, or null for the CPU.</summary>
    public int? GpuDeviceId
    {
        get => _env.GpuDeviceId;
        set => _env.GpuDeviceId = value;
    }

    int? IHostEnvironmentInternal.Seed => _env.Seed;

    string IExceptionContext.ContextDescription => _env.ContextDescription;

    /// <summary>Adds an option that components read, unless it is there.</summary>
    public bool TryAddOption<T>(string name, T value) => _env.TryAddOption(name, value);

    /// <summary>Sets an option that components read.</summary>
    public void SetOption<T>(string name, T value) => _env.SetOption(name, value);

    /// <summary>Gets an option, if it is there.</summary>
    public bool TryGetOption<T>(string name, out T value) => _env.TryGetOption(name, out value);

    /// <summary>Gets an option, or the type's default where it is not there.</summary>
    public T GetOptionOrDefault<T>(string name) => _env.GetOptionOrDefault<T>(name);

    /// <summary>Removes an option.</summary>
    public bool RemoveOption(string name) => _env.RemoveOption(name);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _env.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _env.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _env.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _env.StartProgressChannel(name);

    TException IExceptionContext.Process<TException>(TException ex) => _env.Process(ex);
}
