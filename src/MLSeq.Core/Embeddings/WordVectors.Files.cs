using System.IO.Compression;
using MLSeq.Embeddings.Formats;
using MLSeq.Text;

namespace MLSeq.Embeddings;

// Reading and writing files.
public sealed partial class WordVectors
{
    /// <summary>Reads a file into memory. Gzip data are decompressed, whatever the file's name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format; null: found out from its content.</param>
    /// <param name="maxWords">Only the first so many words are read; null: all.</param>
    /// <param name="lenient">
    /// How words that a vocabulary should not have are taken. False: bytes that are not UTF-8, a word that is there twice
    /// and an empty word are errors. True: such bytes become U+FFFD, of a word's vectors the first is kept, an empty word
    /// is left out. Not for fastText's <c>.bin</c>.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, truncated or none of the formats; names it, the line or record, what was found and what was
    /// expected.
    /// </exception>
    /// <remarks>
    /// In text formats values are separated by spaces or tabs, blank lines are skipped, and words may contain spaces,
    /// as some of GloVe's do, if not all that follows the first space is numbers.
    /// </remarks>
    public static WordVectors Load(string path, WordVectorFormat? format = null, int? maxWords = null, bool lenient = false)
    {
        if (maxWords is int words)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(words, 1, nameof(maxWords));
        }

        var file = WordVectorFile.Examine(path, format);
        using var stream = file.Open();
        if (file.Format == WordVectorFormat.FastText)
        {
            return FastTextFormat.Read(stream, path, maxWords);
        }

        try
        {
            return file.Format == WordVectorFormat.Word2Vec
                ? Word2VecBinary.Read(stream, file.Length, maxWords, lenient)
                : new VectorTextReader(stream, file.Length, file.Format == WordVectorFormat.Word2VecText, maxWords, lenient).Read();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }

    /// <summary>
    /// Maps a file in word2vec's binary format into memory: only its words are read now, the vectors where they are used,
    /// straight from the file, so that several processes share them. <see cref="Dispose"/> closes it.
    /// </summary>
    /// <param name="path">The file, not compressed. It must not change while it is open.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, truncated or of another format; see <see cref="Load(string, WordVectorFormat?, int?, bool)"/>.</exception>
    /// <remarks>All values are looked at once, so the file is read through, but takes no memory of the process' own.</remarks>
    public static WordVectors Open(string path)
    {
        var file = WordVectorFile.Examine(path, null);
        try
        {
            return file.Format == WordVectorFormat.Word2Vec && !file.Compressed
                ? Word2VecBinary.Map(path)
                : throw new InvalidDataException(
                    $"found {(file.Compressed ? "gzip data" : $"the format {file.Format}")}; only uncompressed files in the format "
                    + $"{WordVectorFormat.Word2Vec} can be mapped. Load it, or save it as that first.");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }

    /// <summary>
    /// Writes a file; it appears whole or not at all. Text formats hold each value with as many digits as bring back the
    /// same bits. Counts are in <see cref="WordVectorFormat.FastText"/> files only.
    /// </summary>
    /// <param name="path">The file; a name that ends in <c>.gz</c> is compressed.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="ArgumentException">The format cannot hold these vectors, for instance a word with a space in word2vec's; names it.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, WordVectorFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        VectorWriter.Check(this, format);
        AtomicFile.Write(path, file =>
        {
            using var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true)
                : null;
            var stream = gzip ?? file;
            switch (format)
            {
                case WordVectorFormat.FastText:
                    FastTextFormat.Write(this, stream);
                    break;
                case WordVectorFormat.Word2Vec:
                    VectorWriter.WriteBinary(this, stream);
                    break;
                default:
                    VectorWriter.WriteText(this, stream, header: format == WordVectorFormat.Word2VecText);
                    break;
            }
        });
    }

    /// <summary>Writes words, vectors, counts and subwords into an ML.NET model.</summary>
    internal void Save(BinaryWriter writer) => ModelFormat.Write(this, writer);

    /// <exception cref="InvalidDataException">The data are damaged, truncated or of a newer version.</exception>
    internal static WordVectors Load(BinaryReader reader) => ModelFormat.Read(reader);
}
