using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML;

/// <summary>The version of a component's saved form and the class that reads it.</summary>
internal readonly struct VersionInfo
{
    /// <summary>Eight ASCII letters that tell the kind of component.</summary>
    public readonly ulong ModelSignature;

    /// <summary>The version that is written now.</summary>
    public readonly uint VerWrittenCur;

    /// <summary>The oldest version of the code that can read what is written now.</summary>
    public readonly uint VerReadableCur;

    /// <summary>The oldest version of a file that can be read now.</summary>
    public readonly uint VerWeCanReadBack;

    public readonly string LoaderAssemblyName;

    public readonly string LoaderSignature;

    public readonly string LoaderSignatureAlt;

    public VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack, string loaderAssemblyName, string loaderSignature = null, string loaderSignatureAlt = null)
    {
        if (modelSignature is not { Length: 8 } || !Ascii.IsValid(modelSignature))
        {
            throw new ArgumentException($"A model signature is 8 ASCII letters, not '{modelSignature}'.", nameof(modelSignature));
        }

        if (verReadableCur > verWrittenCur || verWeCanReadBack > verWrittenCur)
        {
            throw new ArgumentException($"The version that is written, {verWrittenCur:x8}, is older than one that can be read.", nameof(verWrittenCur));
        }

        ModelSignature = BinaryPrimitives.ReadUInt64LittleEndian(Encoding.ASCII.GetBytes(modelSignature));
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }
}
