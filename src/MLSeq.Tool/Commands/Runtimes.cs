using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Tool.Commands;

/// <summary>Facts about Microsoft.ML and ONNX Runtime; their versions come first.</summary>
internal static class Runtimes
{
    public static IEnumerable<(string Name, object Value)> Facts()
    {
        yield return ("Microsoft.ML", $"{VersionOf(typeof(MLContext).Assembly)} ({Source("MicrosoftML") switch
        {
            "package" => "NuGet package",
            "standin" => "stand-in: MLSeq's own minimal implementation, because the package was not to be had",
            _ => "assemblies of a folder",
        }})");

        string version;
        string[] providers;
        try
        {
            version = OrtEnv.Instance().GetVersionString();
            providers = OrtEnv.Instance().GetAvailableProviders();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            (version, providers) = ("does not load: " + Innermost(e).Message, []);
        }

        yield return ("ONNX Runtime", $"{version} ({(Source("OnnxRuntime") == "npm" ? "npm package" : "NuGet package")})");
        yield return ("execution providers", providers);
        yield return ("CUDA", providers.Length == 0 ? "no: ONNX Runtime does not load" : Cuda(providers));
    }

    /// <summary>The version that an assembly's build gave it, without the commit.</summary>
    public static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version!.ToString();

    private static string? Source(string name) => typeof(Runtimes).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == name)?.Value;

    private static string Cuda(string[] providers)
    {
        if (!providers.Contains("CUDAExecutionProvider", StringComparer.Ordinal))
        {
            return "no: this ONNX Runtime is a build for the CPU";
        }

        try
        {
            using var options = new SessionOptions();
            options.AppendExecutionProvider_CUDA(0);
            return "yes, device 0";
        }
        catch (Exception e) when (e is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException)
        {
            return "no: " + e.Message.ReplaceLineEndings(" ");
        }
    }

    private static Exception Innermost(Exception e) => e.InnerException is null ? e : Innermost(e.InnerException);
}
