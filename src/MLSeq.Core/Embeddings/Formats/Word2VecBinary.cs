using System.IO.MemoryMappedFiles;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Formats;

/// <summary>
/// Reads word2vec's binary format: a line with the numbers of words and dimensions; then for each word its bytes, a space,
/// the float32 values and, in files of some writers, a line end.
/// </summary>
internal static class Word2VecBinary
{
    /// <param name="stream">The data.</param>
    /// <param name="length">The number of bytes; null: unknown.</param>
    /// <param name="maxWords">How many words are read; null: all.</param>
    /// <param name="lenient">As in <see cref="WordVectors.Load(string, WordVectorFormat?, int?, bool)"/>.</param>
    /// <exception cref="InvalidDataException">The data are damaged; names the record.</exception>
    public static WordVectors Read(Stream stream, long? length, int? maxWords, bool lenient)
    {
        var source = new StreamBytes(stream);
        var header = ReadHeader(source);
        var count = Math.Min(header.Words, maxWords ?? int.MaxValue);
        header.CheckLength(count, sizeof(float), length);
        var matrix = new MatrixBuilder(header.Dimensions, length is null ? 0 : count);
        var words = new WordList(lenient);
        ReadRecords(source, header, count, words, lenient, (_, vector) => matrix.Add(vector));
        return new WordVectors(words.ToArray(), header.Dimensions, matrix.ToBuffer(), null);
    }

    /// <summary>Maps a file.</summary>
    /// <exception cref="InvalidDataException">The data are damaged; names the record.</exception>
    public static WordVectors Map(string path)
    {
        var length = new FileInfo(path).Length;
        var file = new MappedFile(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read), length);
        try
        {
            var source = new MappedBytes(file);
            var header = ReadHeader(source);
            header.CheckLength(header.Words, sizeof(float), length);
            var (words, places) = (new WordList(lenient: false), new List<long>());
            ReadRecords(source, header, header.Words, words, lenient: false, (place, _) => places.Add(place));
            return new WordVectors(words.ToArray(), new MappedRows(file, [.. places], header.Dimensions), null, null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static VectorHeader ReadHeader(ByteSource source)
    {
        var line = source.Peek(VectorHeader.MaxLength + 1);
        var end = line.IndexOf((byte)'\n');
        var header = VectorHeader.Parse(end < 0 ? line : line[..end]);
        source.Advance(end < 0 ? line.Length : end + 1);
        return header;
    }

    /// <param name="source">Stands behind the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="count">How many records are read; all of the header's if there must be nothing behind them.</param>
    /// <param name="words">Takes the words.</param>
    /// <param name="lenient">Whether words need not be UTF-8.</param>
    /// <param name="add">Takes the place and the values of each vector.</param>
    private static void ReadRecords(
        ByteSource source, VectorHeader header, int count, WordList words, bool lenient, Action<long, ReadOnlySpan<float>> add)
    {
        for (var record = 1; record <= count; record++)
        {
            SkipLineEnds(source);
            var word = source.Peek(WordList.MaxLength);
            var end = word.IndexOf((byte)' ');
            if (end < 0)
            {
                throw new InvalidDataException(word.Length == 0
                    ? $"record {record}: found the end of the file; expected {header.Words} words, as the first line says."
                    : $"record {record}: found no space within {word.Length} bytes; expected a word, a space and {header.Dimensions} values.");
            }

            if (WordList.Decode(word[..end], lenient, out var text) is string error)
            {
                throw new InvalidDataException($"record {record}: {error}");
            }

            source.Advance(end + 1);
            var bytes = source.Peek(header.Dimensions * sizeof(float));
            if (bytes.Length < header.Dimensions * sizeof(float))
            {
                throw new InvalidDataException(
                    $"record {record}: found {bytes.Length} bytes for the vector of '{text}'; expected {header.Dimensions * sizeof(float)}.");
            }

            var vector = MemoryMarshal.Cast<byte, float>(bytes);
            if (!TensorPrimitives.IsFiniteAll(vector))
            {
                throw new InvalidDataException($"record {record}: found a value that is not finite in the vector of '{text}'; expected numbers.");
            }

            if (words.Add(text, record, "record"))
            {
                add(source.Position, vector);
            }

            source.Advance(bytes.Length);
        }

        SkipLineEnds(source);
        if (count == header.Words && source.Peek(1).Length > 0)
        {
            throw new InvalidDataException($"found more data behind the {header.Words} words that the first line says; expected the end of the file.");
        }
    }

    private static void SkipLineEnds(ByteSource source)
    {
        while (source.Peek(1) is [(byte)'\n'])
        {
            source.Advance(1);
        }
    }
}
