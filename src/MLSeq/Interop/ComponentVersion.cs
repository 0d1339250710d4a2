using Microsoft.ML;

namespace MLSeq.Interop;

/// <summary>The header that a saved component starts with.</summary>
internal static class ComponentVersion
{
    /// <summary>The format that this code writes; it reads no newer one.</summary>
    private const uint Current = 0x00010001;

    /// <param name="signature">Eight characters that tell the component from foreign data.</param>
    /// <param name="loaderSignature">The name by which the loader is found, at most 24 characters.</param>
    public static VersionInfo Of(string signature, string loaderSignature) =>
        new(
            modelSignature: signature,
            verWrittenCur: Current,
            verReadableCur: Current,
            verWeCanReadBack: Current,
            loaderAssemblyName: typeof(ComponentVersion).Assembly.FullName!,
            loaderSignature: loaderSignature);
}
