using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx.Scoring;

/// <summary>A model on a GPU. What goes in and comes out is in pinned memory, which the GPU copies from and to by itself.</summary>
internal sealed class CudaDevice : ScorerDevice
{
    // While one batch is computed, the next one's tensors are made and copied.
    private const int BatchesInFlight = 2;

    private readonly RunOptions _runOptions = new();
    private readonly OrtMemoryInfo _pinned;
    private readonly OrtAllocator _allocator;

    public CudaDevice(InferenceSession session, CudaOptions options)
        : base(session, options.Name, BatchesInFlight)
    {
        _pinned = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA_PINNED, OrtAllocatorType.DeviceAllocator, options.DeviceId, OrtMemType.CpuOutput);
        _allocator = new OrtAllocator(session, _pinned);
    }

    /// <inheritdoc/>
    public override OrtAllocator Allocator => _allocator;

    /// <inheritdoc/>
    public override IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyList<string> inputNames, IReadOnlyList<OrtValue> inputs, IReadOnlyList<string> outputNames)
    {
        try
        {
            using var binding = Session.CreateIoBinding();
            for (var i = 0; i < inputs.Count; i++)
            {
                binding.BindInput(inputNames[i], inputs[i]);
            }

            foreach (var name in outputNames)
            {
                // Strings never leave the CPU.
                var isText = Session.OutputMetadata[name].ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.String;
                binding.BindOutputToDevice(name, isText ? OrtMemoryInfo.DefaultInstance : _pinned);
            }

            binding.SynchronizeBoundInputs();
            var outputs = Session.RunWithBoundResults(_runOptions, binding);
            binding.SynchronizeBoundOutputs();
            return outputs;
        }
        catch (OnnxRuntimeException e) when (DeviceException.From(e) is not null)
        {
            throw DeviceException.From(e)!;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _allocator.Dispose();
        _pinned.Dispose();
        _runOptions.Dispose();
        base.Dispose(disposing);
    }
}
