namespace MLSeq.Onnx.Scoring;

/// <summary>A device, not the model or its rows, is why a run failed.</summary>
/// <param name="message">What ONNX Runtime says.</param>
/// <param name="isOutOfMemory">Whether fewer rows may fit; else the device is lost.</param>
/// <param name="inner">The cause.</param>
internal sealed class DeviceException(string message, bool isOutOfMemory, Exception? inner = null) : Exception(message, inner)
{
    public bool IsOutOfMemory { get; } = isOutOfMemory;

    /// <summary>Reads what ONNX Runtime says of a failed run; null where the device is not to blame.</summary>
    public static DeviceException? From(Exception error)
    {
        var message = error.Message;
        var isOutOfMemory = Says("out of memory") || Says("Failed to allocate memory") || Says("cudaErrorMemoryAllocation")
            || Says("Available memory of") || Says("CUDNN_STATUS_ALLOC_FAILED") || Says("CUBLAS_STATUS_ALLOC_FAILED");
        return isOutOfMemory || Says("CUDA failure") || Says("CUDNN failure") || Says("CUBLAS failure") || Says("CUDA error")
            ? new DeviceException(message, isOutOfMemory, error)
            : null;

        bool Says(string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
