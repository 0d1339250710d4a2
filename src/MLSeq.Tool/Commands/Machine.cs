using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MLSeq.Tool.Commands;

/// <summary>Facts about the machine and .NET.</summary>
internal static class Machine
{
    private static readonly (string Name, bool Supported)[] InstructionSets =
    [
        ("SSE4.2", Sse42.IsSupported),
        ("AVX", Avx.IsSupported),
        ("AVX2", Avx2.IsSupported),
        ("FMA", Fma.IsSupported),
        ("AVX-VNNI", AvxVnni.IsSupported),
        ("AVX-512F", Avx512F.IsSupported),
        ("AVX-512BW", Avx512BW.IsSupported),
        ("AVX-512DQ", Avx512DQ.IsSupported),
        ("AVX-512VBMI", Avx512Vbmi.IsSupported),
        ("NEON", AdvSimd.IsSupported),
        ("NEON dot product", Dp.IsSupported),
    ];

    public static IEnumerable<(string Name, object Value)> Facts()
    {
        yield return ("mlseq", Runtimes.VersionOf(typeof(Machine).Assembly));
        yield return ("operating system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
        yield return (".NET", RuntimeInformation.FrameworkDescription);
        yield return ("cores", Environment.ProcessorCount);
        yield return ("memory in GiB", Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30), 1));
        yield return ("instruction sets", InstructionSets.Where(s => s.Supported).Select(s => s.Name).ToArray());
        yield return ("vector width in bits", System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : Vector<byte>.Count * 8);
    }

    /// <summary>A fact as text.</summary>
    public static string Text(object value) => value is IEnumerable<string> list
        ? string.Join(", ", list.DefaultIfEmpty("none"))
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
