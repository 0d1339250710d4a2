using Microsoft.ML.OnnxRuntime;
using MLSeq.Onnx.Inspection;

namespace MLSeq.Onnx.Scoring;

/// <summary>Opens a model on the device that is asked for, or says why it is another.</summary>
internal static class ScorerSession
{
    /// <summary>What opens a file, and names the file of its weights where that is why it cannot be loaded.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Func<SessionOptions, InferenceSession> OfFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? options => Explained(() => new(path, options), () => OnnxModelFile.Read(path), Path.GetDirectoryName(Path.GetFullPath(path))!, $"'{path}'")
            : throw new FileNotFoundException($"There is no model file '{path}'.", path);
    }

    /// <summary>The same for a model held in memory, whose weights are in files of a folder where that is not null.</summary>
    public static Func<SessionOptions, InferenceSession> OfBytes(byte[] model, string? weightsFolder, string name) => options =>
    {
        if (weightsFolder is null)
        {
            return new(model, options);
        }

        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", weightsFolder);
        return Explained(() => new(model, options), () => OnnxModelFile.Parse(model), weightsFolder, name);
    };

    private static InferenceSession Explained(Func<InferenceSession> open, Func<OnnxModelFile> read, string folder, string name)
    {
        try
        {
            return open();
        }
        catch (OnnxRuntimeException)
        {
            foreach (var weights in Weights())
            {
                weights.In(folder, name);
            }

            throw;
        }

        IReadOnlyList<OnnxExternalFile> Weights()
        {
            try
            {
                return read().ExternalFiles;
            }
            catch (InvalidDataException)
            {
                // What ONNX Runtime says about a damaged model is what counts.
                return [];
            }
        }
    }

    /// <summary>Opens a model.</summary>
    /// <param name="model">The model's name, for messages.</param>
    /// <param name="open">Opens it with ONNX Runtime's options.</param>
    /// <param name="tryOut">Runs it once: on CUDA the first run is what finds a missing library, and is slow.</param>
    /// <param name="options">The scorer's options.</param>
    /// <returns>The session and the device it runs on.</returns>
    public static (InferenceSession Session, string Device) Open(
        string model, Func<SessionOptions, InferenceSession> open, Action<InferenceSession> tryOut, OnnxScorerOptions options)
    {
        if (options.Cuda is { } cuda)
        {
            string device = cuda.Name;
            try
            {
                return (OnCuda(open, tryOut, cuda), device);
            }
            catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
            {
                string reason = e.Message.Split('\n')[0].Trim();
                if (!options.FallbackToCpu)
                {
                    throw new InvalidOperationException(
                        $"{model} cannot run on {device}: {reason} ({nameof(OnnxScorerOptions.FallbackToCpu)} is off.)", e);
                }

                options.Log?.Invoke($"{model} runs on the CPU: {device} cannot be used: {reason}");
            }
        }

        return (OnCpu(model, open), ScorerDevice.CpuName);
    }

    /// <summary>Opens a model on the CPU.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load it.</exception>
    public static InferenceSession OnCpu(string model, Func<SessionOptions, InferenceSession> open)
    {
        using var sessionOptions = NewOptions();
        try
        {
            // The scorer runs batches side by side, which beats threads within one.
            sessionOptions.IntraOpNumThreads = 1;
            return open(sessionOptions);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException(
                $"{model} cannot be loaded by ONNX Runtime {OrtEnv.Instance().GetVersionString()}: {e.Message}", e);
        }
    }

    private static InferenceSession OnCuda(Func<SessionOptions, InferenceSession> open, Action<InferenceSession> tryOut, CudaOptions cuda)
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            throw new NotSupportedException($"this build of ONNX Runtime ({OrtEnv.Instance().GetVersionString()}) has no CUDA provider.");
        }

        using var providerOptions = new OrtCUDAProviderOptions();
        providerOptions.UpdateOptions(cuda.ToProviderOptions());
        using var sessionOptions = NewOptions();
        sessionOptions.AppendExecutionProvider_CUDA(providerOptions);
        var session = open(sessionOptions);
        try
        {
            tryOut(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static SessionOptions NewOptions() => new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
}
