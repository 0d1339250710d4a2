using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx.Scoring;

/// <summary>A model loaded on a device. Any number of threads may run it.</summary>
/// <param name="session">The model.</param>
/// <param name="name">The device: "cpu" or, for instance, "cuda:0".</param>
/// <param name="concurrency">How many batches run side by side, whoever they are of.</param>
internal class ScorerDevice(InferenceSession session, string name, int concurrency) : IDisposable
{
    /// <summary>The name of the device that every machine has.</summary>
    public const string CpuName = "cpu";

    private readonly RunOptions _runOptions = new();
    private long _mostSteps = long.MaxValue;

    public string Name { get; } = name;

    public bool IsCpu => Name == CpuName;

    public InferenceSession Session { get; } = session;

    /// <summary>Runs batches, of all callers together no more than the device's number at a time.</summary>
    public TaskScheduler Scheduler { get; } = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, concurrency).ConcurrentScheduler;

    /// <summary>How many rows times time steps a batch may have: what was found by running out of memory.</summary>
    public long MostSteps => Interlocked.Read(ref _mostSteps);

    /// <summary>Where tensors of numbers are made that the model takes.</summary>
    public virtual OrtAllocator Allocator => OrtAllocator.DefaultInstance;

    /// <summary>Makes later batches smaller.</summary>
    public void Limit(long steps)
    {
        for (var most = MostSteps; steps < most; most = MostSteps)
        {
            Interlocked.CompareExchange(ref _mostSteps, steps, most);
        }
    }

    /// <summary>Runs the model.</summary>
    /// <returns>The outputs; the caller disposes of them.</returns>
    /// <exception cref="DeviceException">The device is out of memory or lost.</exception>
    /// <exception cref="OnnxRuntimeException">The model fails on these inputs.</exception>
    public virtual IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyList<string> inputNames, IReadOnlyList<OrtValue> inputs, IReadOnlyList<string> outputNames) =>
        Session.Run(_runOptions, inputNames, inputs, outputNames);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Session.Dispose();
        _runOptions.Dispose();
    }
}
