using MLSeq.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>
/// A corpus as trainers read it: its words by falling count (equal counts in ordinal order) and its text as their ids,
/// four bytes a token. Words below the minimum count are gone from the text, as in word2vec. It never changes, so any
/// number of trainers may use it.
/// </summary>
public sealed class WordCorpus
{
    /// <summary>What stands in the text where a sentence ends.</summary>
    internal const int SentenceEnd = -1;

    private readonly string[] _words;
    private readonly long[] _counts;
    private readonly int[][] _segments;

    internal WordCorpus(string[] words, long[] counts, int[][] segments, long totalTokens, Phrases? phrases)
    {
        (_words, _counts, _segments) = (words, counts, segments);
        TotalTokens = totalTokens;
        Phrases = phrases;
        TokenCount = counts.Sum();
    }

    /// <summary>The words; a word's place is its id.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>How often each word occurs.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>The number of tokens of the text that are in <see cref="Words"/>.</summary>
    public long TokenCount { get; }

    /// <summary>The number of tokens that were read, rare ones included.</summary>
    public long TotalTokens { get; }

    /// <summary>The phrases whose words were joined; null where <see cref="WordCorpusOptions.Phrases"/> asked for none.</summary>
    public Phrases? Phrases { get; }

    /// <summary>The text in parts of up to a million tokens: ids, and <see cref="SentenceEnd"/> behind each sentence. No sentence crosses parts.</summary>
    internal IReadOnlyList<int[]> Segments => _segments;

    /// <summary>Reads a text file: words are cut at ASCII white space, or by a tokenizer, and a line is a sentence.</summary>
    /// <param name="path">UTF-8 text; decompressed where the name ends in <c>.gz</c>; <c>-</c> is standard input.</param>
    /// <param name="options">What words are, and which get a vector.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The bytes are not UTF-8 or the compressed data are damaged, or there are no words, or none is frequent enough.
    /// </exception>
    public static WordCorpus Read(string path, WordCorpusOptions? options = null)
    {
        using var stream = TextFile.OpenBytes(path);
        return Read(stream, path == "-" ? TextFile.StandardInput : path, options);
    }

    /// <summary>Reads text from anywhere else, as of a file.</summary>
    /// <param name="bytes">UTF-8 text, as it comes.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">What words are, and which get a vector.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8, or there are no words, or none is frequent enough.</exception>
    public static WordCorpus Read(Stream bytes, string name, WordCorpusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new();
        options.Check();
        var parts = new WordCorpusReader(name, options).Read(bytes);
        try
        {
            return WordCorpusBuilder.Build(parts, options);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>Takes sentences that have been cut into tokens already. They are read once.</summary>
    /// <param name="sentences">The sentences. Empty tokens are left out.</param>
    /// <param name="options">Which words get a vector.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="InvalidDataException">There are no words, or none is frequent enough.</exception>
    public static WordCorpus FromSentences(IEnumerable<IEnumerable<string>> sentences, WordCorpusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        options ??= new();
        options.Check();
        var part = new CorpusPart();
        foreach (var sentence in sentences)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            foreach (var word in sentence)
            {
                part.Add(word);
            }

            part.EndSentence();
        }

        part.EndSegment();
        return WordCorpusBuilder.Build([part], options);
    }
}
