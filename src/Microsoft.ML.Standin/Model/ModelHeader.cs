using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML;

/// <summary>
/// What a component's saved form begins with: the mark of a stand-in model, the length of the body, its kind, its
/// versions, and the class that reads it. After the body comes the mark again, so that a cut-off file is noticed.
/// </summary>
internal struct ModelHeader
{
    private const ulong Mark = 0x4C444D4E_49444E53; // "SNDINMDL"

    private const int MaxNameLength = 4096;

    public ulong ModelSignature;

    public uint ModelVerWritten;

    public uint ModelVerReadable;

    public string LoaderSignature;

    public string LoaderAssemblyName;

    public long BodyLength;

    /// <summary>Where the body begins.</summary>
    public long FpModel;

    public ModelHeader(VersionInfo version)
    {
        ModelSignature = version.ModelSignature;
        ModelVerWritten = version.VerWrittenCur;
        ModelVerReadable = version.VerReadableCur;
        LoaderSignature = version.LoaderSignature ?? "";
        LoaderAssemblyName = version.LoaderAssemblyName ?? "";
    }

    /// <summary>Writes the header; the body's length is filled in by <see cref="WriteTail"/>.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Mark);
        writer.Write(0L);
        writer.Write(ModelSignature);
        writer.Write(ModelVerWritten);
        writer.Write(ModelVerReadable);
        writer.Write(LoaderSignature);
        writer.Write(LoaderAssemblyName);
        writer.Flush();
        FpModel = writer.BaseStream.Position;
    }

    public readonly void WriteTail(BinaryWriter writer, long start)
    {
        writer.Flush();
        var end = writer.BaseStream.Position;
        writer.Write(Mark);
        writer.Flush();
        var after = writer.BaseStream.Position;
        writer.BaseStream.Position = start + sizeof(ulong);
        writer.Write(end - FpModel);
        writer.Flush();
        writer.BaseStream.Position = after;
    }

    /// <summary>Reads the header and checks that the whole body and the mark after it are there.</summary>
    public static ModelHeader Read(BinaryReader reader)
    {
        try
        {
            var stream = reader.BaseStream;
            if (reader.ReadUInt64() != Mark)
            {
                throw new FormatException("This is not a model that the stand-in for Microsoft.ML wrote: it does not begin with the mark of one.");
            }

            var header = new ModelHeader
            {
                BodyLength = reader.ReadInt64(),
                ModelSignature = reader.ReadUInt64(),
                ModelVerWritten = reader.ReadUInt32(),
                ModelVerReadable = reader.ReadUInt32(),
                LoaderSignature = ReadName(reader),
                LoaderAssemblyName = ReadName(reader),
            };
            header.FpModel = stream.Position;
            var rest = stream.Length - header.FpModel;
            if (header.BodyLength < 0 || header.BodyLength > rest - sizeof(ulong))
            {
                throw new FormatException($"The model is cut off: '{header.LoaderSignature}' has {header.BodyLength} bytes, and {rest} are left.");
            }

            stream.Position = header.FpModel + header.BodyLength;
            if (reader.ReadUInt64() != Mark)
            {
                throw new FormatException($"The model is damaged: the mark after '{header.LoaderSignature}' is missing.");
            }

            stream.Position = header.FpModel;
            return header;
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("The model is cut off within a header.", e);
        }
    }

    /// <summary>Checks that this code can read what was written.</summary>
    public readonly void Check(VersionInfo version)
    {
        if (ModelSignature != version.ModelSignature)
        {
            throw new FormatException($"The model holds a '{Text(ModelSignature)}' where a '{Text(version.ModelSignature)}' is expected.");
        }

        if (ModelVerReadable > version.VerWrittenCur)
        {
            throw new FormatException(
                $"'{Name(version)}' was saved by a newer version: the file has version {ModelVerWritten:x8}, which needs at least {ModelVerReadable:x8}; this one supports up to {version.VerWrittenCur:x8}.");
        }

        if (ModelVerWritten < version.VerWeCanReadBack)
        {
            throw new FormatException(
                $"'{Name(version)}' was saved by a version that is too old: the file has version {ModelVerWritten:x8}; this one supports {version.VerWeCanReadBack:x8} to {version.VerWrittenCur:x8}.");
        }
    }

    private static string Name(VersionInfo version) => version.LoaderSignature ?? Text(version.ModelSignature);

    private static string Text(ulong signature)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, signature);
        return Encoding.ASCII.GetString(bytes);
    }

    private static string ReadName(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        return length is >= 0 and <= MaxNameLength
            ? Encoding.UTF8.GetString(reader.ReadBytes(length))
            : throw new FormatException($"The model's header is damaged: a name of {length} bytes.");
    }
}
