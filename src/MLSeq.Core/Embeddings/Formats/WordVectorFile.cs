using MLSeq.Text;

namespace MLSeq.Embeddings.Formats;

/// <summary>A file of word vectors, of which the start was looked at.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">What it is.</param>
/// <param name="Compressed">Whether it holds gzip data.</param>
/// <param name="Length">The number of bytes; null where it is not known, as of compressed data.</param>
internal sealed record WordVectorFile(string Path, WordVectorFormat Format, bool Compressed, long? Length)
{
    private const int HeadLength = 1 << 16;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, damaged or none of the formats.</exception>
    public static WordVectorFile Examine(string path, WordVectorFormat? format)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                Directory.Exists(path) ? $"'{path}' is a folder; expected a file." : $"There is no file '{path}'.", path);
        }

        using var file = File.OpenRead(path);
        var head = new byte[HeadLength];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var compressed = head.AsSpan(0, read).StartsWith<byte>([0x1F, 0x8B]);
        try
        {
            if (compressed)
            {
                file.Position = 0;
                using var gzip = new GZipReadStream(file);
                read = gzip.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            }

            var found = format ?? FormatDetection.Detect(head.AsSpan(0, read), whole: read < head.Length);
            return new WordVectorFile(path, found, compressed, compressed || !file.CanSeek ? null : file.Length);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }

    /// <summary>Opens it from the start, decompressed.</summary>
    public Stream Open()
    {
        var file = new FileStream(Path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16 });
        return Compressed ? new GZipReadStream(file) : file;
    }
}
