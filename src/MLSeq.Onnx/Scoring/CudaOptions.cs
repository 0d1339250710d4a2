using System.Globalization;

namespace MLSeq.Onnx.Scoring;

/// <summary>How a model runs on an NVIDIA GPU.</summary>
/// <remarks>
/// CUDA graphs are not among them: recurrent operators read their rows' lengths, and text is cut, on the CPU, and a graph that is captured may hold no
/// operator of the CPU's.
/// </remarks>
/// <param name="deviceId">The GPU.</param>
public sealed class CudaOptions(int deviceId = 0)
{
    /// <summary>The GPU, counted from 0. Default: 0.</summary>
    public int DeviceId { get; set; } = deviceId;

    /// <summary>The bytes of the GPU's memory that ONNX Runtime's arena may take, at least 1; null for all there are. Default: null.</summary>
    public long? MemoryLimit { get; set; }

    /// <summary>
    /// Whether products of matrices may round their factors to 10 bits of mantissa (TensorFloat-32), which is faster and changes scores by some 1e-3.
    /// Default: no.
    /// </summary>
    public bool TensorFloat32 { get; set; }

    /// <summary>The device's name, such as <c>cuda:0</c>.</summary>
    internal string Name => string.Create(CultureInfo.InvariantCulture, $"cuda:{DeviceId}");

    /// <summary>The options by ONNX Runtime's names.</summary>
    internal Dictionary<string, string> ToProviderOptions()
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["device_id"] = DeviceId.ToString(CultureInfo.InvariantCulture),
            ["use_tf32"] = TensorFloat32 ? "1" : "0",

            // Batches differ in size: an arena that doubles would take half of the memory for nothing.
            ["arena_extend_strategy"] = "kSameAsRequested",
        };
        if (MemoryLimit is { } limit)
        {
            options["gpu_mem_limit"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        return options;
    }

    internal CudaOptions Checked()
    {
        OptionCheck.Require(DeviceId >= 0, nameof(DeviceId), DeviceId, "0 or more");
        OptionCheck.Require(MemoryLimit is null or > 0, nameof(MemoryLimit), MemoryLimit ?? 0, "at least 1, or null for no limit");
        return (CudaOptions)MemberwiseClone();
    }
}
