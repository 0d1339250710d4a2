using MLSeq.Embeddings.Search;
using MLSeq.Embeddings.Subwords;
using MLSeq.Numerics;

namespace MLSeq.Embeddings;

/// <summary>
/// Words and their vectors, [words, dimensions]. It never changes, so any number of threads may use it at once.
/// </summary>
/// <remarks>
/// Only what <see cref="Open"/> returns holds a file and needs <see cref="Dispose"/>; on all others it does nothing.
/// </remarks>
public sealed partial class WordVectors : IDisposable
{
    private readonly string[] _words;
    private readonly WordVectorRows _rows;
    private readonly Dictionary<string, int> _indices;
    private readonly Lazy<SimilaritySearch> _search;

    /// <summary>Takes words and their vectors.</summary>
    /// <param name="words">The words, each once; usually by falling count.</param>
    /// <param name="dimensions">The number of values in a vector.</param>
    /// <param name="values">The vectors one after another, [words, dimensions]; copied.</param>
    /// <param name="counts">How often each word occurs in the training text; null where it is not known.</param>
    /// <exception cref="ArgumentException">A word is empty or there twice, or a length does not fit.</exception>
    public WordVectors(IEnumerable<string> words, int dimensions, ReadOnlySpan<float> values, IEnumerable<long>? counts = null)
        : this([.. words], dimensions, Copy(values), counts?.ToArray())
    {
    }

    internal WordVectors(
        string[] words, int dimensions, AlignedBuffer matrix, long[]? counts, SubwordVectors? subwords = null)
        : this(words, new BufferRows(matrix, words.Length, dimensions), counts, subwords)
    {
    }

    internal WordVectors(string[] words, WordVectorRows rows, long[]? counts, SubwordVectors? subwords)
    {
        if (counts is not null && counts.Length != words.Length)
        {
            throw new ArgumentException($"Found {counts.Length} counts; expected one for each of {words.Length} words.", nameof(counts));
        }

        if (subwords is not null && subwords.Dimensions != rows.Dimensions)
        {
            throw new ArgumentException(
                $"Found subword vectors of {subwords.Dimensions} dimensions; expected {rows.Dimensions}.", nameof(subwords));
        }

        (_words, _rows, Counts, Subwords) = (words, rows, counts, subwords);
        _indices = new Dictionary<string, int>(words.Length, StringComparer.Ordinal);
        for (var i = 0; i < words.Length; i++)
        {
            if (string.IsNullOrEmpty(words[i]))
            {
                throw new ArgumentException($"Word {i} is empty.", nameof(words));
            }

            if (!_indices.TryAdd(words[i], i))
            {
                throw new ArgumentException($"'{words[i]}' is there twice, as words {_indices[words[i]]} and {i}.", nameof(words));
            }
        }

        _search = new Lazy<SimilaritySearch>(() => new SimilaritySearch(_rows));
    }

    /// <summary>The words; a word's place is its index.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The number of words.</summary>
    public int Count => _words.Length;

    /// <summary>The number of values in a vector.</summary>
    public int Dimensions => _rows.Dimensions;

    /// <summary>How often each word occurs in the training text; null where it is not known.</summary>
    public IReadOnlyList<long>? Counts { get; }

    /// <summary>Vectors of character n-grams, which give words that are not in <see cref="Words"/> a vector; null unless fastText's.</summary>
    public SubwordVectors? Subwords { get; }

    /// <summary>The vector of a word, or of an unseen word where there are <see cref="Subwords"/>.</summary>
    /// <param name="word">The word, exactly as it stands in <see cref="Words"/>.</param>
    /// <exception cref="KeyNotFoundException">The word is unknown; names it and, where there is one, a word spelled much like it.</exception>
    public WordVector this[string word]
    {
        get
        {
            var vector = new float[Dimensions];
            return TryGetVector(word, vector) ? new WordVector(vector) : throw Unknown(word);
        }
    }

    /// <summary>Whether a word is one of <see cref="Words"/>.</summary>
    /// <param name="word">The word.</param>
    public bool Contains(string word) => _indices.ContainsKey(word);

    /// <summary>The index of a word; -1 where it has none.</summary>
    /// <param name="word">The word, exactly as it stands in <see cref="Words"/>.</param>
    public int IndexOf(string word) => _indices.GetValueOrDefault(word, -1);

    /// <summary>The vector of a word.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <returns>[dimensions]. Of a memory-mapped file, it must not be used once that is disposed.</returns>
    public ReadOnlySpan<float> GetVector(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _rows[index];
    }

    /// <summary>The vector of a word, or of an unseen word where there are <see cref="Subwords"/>.</summary>
    /// <param name="word">The word.</param>
    /// <param name="vector">Receives the vector in its first <see cref="Dimensions"/> values. It means nothing where there is none.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentException"><paramref name="vector"/> is too short.</exception>
    public bool TryGetVector(string word, Span<float> vector)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (vector.Length < Dimensions)
        {
            throw new ArgumentException($"Found room for {vector.Length} values; expected {Dimensions}.", nameof(vector));
        }

        if (!_indices.TryGetValue(word, out var index))
        {
            return Subwords?.TryGetVector(word, vector[..Dimensions]) ?? false;
        }

        _rows[index].CopyTo(vector);
        return true;
    }

    /// <summary>The first words, which are the most frequent ones where words go by falling count. Copied.</summary>
    /// <param name="count">How many; all where there are fewer.</param>
    /// <returns>They with their vectors, counts and <see cref="Subwords"/>.</returns>
    public WordVectors Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, Count);
        return new WordVectors(_words[..count], Dimensions, CopyRows(count), Counts?.Take(count).ToArray(), Subwords);
    }

    /// <summary>Closes the file of <see cref="Open"/>; no vector may be used afterwards.</summary>
    public void Dispose() => _rows.Dispose();

    /// <summary>The first vectors one after another, [count, dimensions].</summary>
    internal AlignedBuffer CopyRows(int count)
    {
        var buffer = new AlignedBuffer(checked(count * Dimensions));
        for (var i = 0; i < count; i++)
        {
            _rows[i].CopyTo(buffer.Span[(i * Dimensions)..]);
        }

        return buffer;
    }

    private static AlignedBuffer Copy(ReadOnlySpan<float> values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    private KeyNotFoundException Unknown(string word) =>
        new(Spelling.Nearest(word, _words) is string near
            ? $"'{word}' has no vector; there is one for '{near}'."
            : $"'{word}' has no vector; there are {Count} words.");
}
