using System.Text;

namespace MLSeq.Text;

/// <summary>Models in files of their own.</summary>
internal static class ModelFile
{
    /// <summary>Reads a model; what <paramref name="read"/> finds wrong with it names the file too.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not such a model, or damaged.</exception>
    public static T Read<T>(string path, Func<BinaryReader, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new BinaryReader(new BufferedStream(File.OpenRead(path), 1 << 16));
        try
        {
            return read(reader);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes a model, whole or not at all.</summary>
    public static void Write(string path, Action<BinaryWriter> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            write(writer);
        });
    }
}
