using Microsoft.Win32.SafeHandles;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>A temporary file that several threads write and read, each at its own place; gone when disposed.</summary>
internal sealed class SpillFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    /// <exception cref="IOException">The file cannot be made.</exception>
    public SpillFile(string? folder)
    {
        _path = Path.Combine(folder ?? Path.GetTempPath(), $"mlseq-{Guid.NewGuid():N}.tmp");
        _handle = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.RandomAccess);
    }

    /// <summary>The bytes that are taken.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next bytes. Not for several threads at once.</summary>
    public long Reserve(long bytes)
    {
        var position = Length;
        Length += bytes;
        return position;
    }

    /// <exception cref="IOException">The file cannot be written, for instance because the disk is full.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, position);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"Co-occurrences that do not fit into {nameof(GloVeOptions.MemoryLimit)} cannot be written to '{_path}', which has {position} bytes so far: " +
                $"{e.Message} Free space there, or set {nameof(GloVeOptions.TemporaryFolder)} or {nameof(GloVeOptions.MemoryLimit)}.", e);
        }
    }

    /// <exception cref="IOException">The bytes cannot be read.</exception>
    public void Read(Span<byte> bytes, long position)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, bytes, position);
            if (read == 0)
            {
                throw new IOException($"'{_path}' ends at byte {position}; {bytes.Length} bytes more were written. Something else has changed the temporary file.");
            }

            bytes = bytes[read..];
            position += read;
        }
    }

    public void Dispose() => _handle.Dispose();
}
