namespace MLSeq.Embeddings.Formats;

/// <summary>
/// fastText's model files (<c>.bin</c>), little-endian: a magic number and a version, the training settings, the
/// dictionary, the input matrix (a row for each word, then one for each bucket of n-grams) and the output matrix. Files of
/// versions 11 and 12 are read and those without a magic number that came before them; version 12 is written.
/// </summary>
/// <remarks>
/// Words that are not UTF-8 occur in published models, since fastText cuts its text at bytes: the bytes that are no UTF-8
/// appear as <c>\xff</c>, as gensim shows them too; n-grams are cut from the bytes that stand in the file, and those are
/// written again.
/// </remarks>
internal static class FastTextFormat
{
    /// <summary>The first four bytes of a file; the older form starts with the dimensions.</summary>
    public const int Magic = 793712314;

    /// <summary>The version that is written, the newest that there is.</summary>
    public const int Version = 12;

    /// <summary>The oldest version with a magic number.</summary>
    public const int OldestVersion = 11;

    /// <summary>Reads a model: its words' vectors, and those of n-grams where it has any. Labels are left out.</summary>
    /// <param name="stream">The file, from here to its end.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="maxWords">How many words to read at most, the first ones; null reads all. Subwords are read anyway.</param>
    /// <exception cref="InvalidDataException">The file is damaged, truncated, foreign or quantized; says where and what was expected.</exception>
    public static WordVectors Read(Stream stream, string name, int? maxWords = null) =>
        new FastTextReading(new FastTextReader(stream, name), maxWords ?? int.MaxValue).Read();

    /// <summary>
    /// Writes a model of version 12. Vectors without subwords are written as a model without n-grams; where the settings,
    /// counts and output rows are not known, fastText's defaults, ones and zeros stand for them.
    /// </summary>
    /// <exception cref="ArgumentException">A word cannot stand in such a file; nothing has been written then.</exception>
    public static void Write(WordVectors vectors, Stream stream) => FastTextWriting.Write(vectors, stream);
}
