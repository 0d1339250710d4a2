using MLSeq.Embeddings.Subwords;
using MLSeq.Numerics;

namespace MLSeq.Embeddings;

/// <summary>
/// Words and their vectors, [words, dimensions]. It never changes, so any number of threads may use it at once.
/// </summary>
public sealed class WordVectors
{
    private readonly string[] _words;
    private readonly AlignedBuffer _matrix;
    private readonly Dictionary<string, int> _indices;

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

    internal WordVectors(string[] words, int dimensions, AlignedBuffer matrix, long[]? counts, SubwordVectors? subwords = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (matrix.Length != (long)words.Length * dimensions)
        {
            throw new ArgumentException($"Found {matrix.Length} values; expected {words.Length} words x {dimensions} dimensions.", nameof(matrix));
        }

        if (counts is not null && counts.Length != words.Length)
        {
            throw new ArgumentException($"Found {counts.Length} counts; expected one for each of {words.Length} words.", nameof(counts));
        }

        (_words, Dimensions, _matrix, Counts, Subwords) = (words, dimensions, matrix, counts, subwords);
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
    }

    /// <summary>The words; a word's place is its index.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The number of words.</summary>
    public int Count => _words.Length;

    /// <summary>The number of values in a vector.</summary>
    public int Dimensions { get; }

    /// <summary>How often each word occurs in the training text; null where it is not known.</summary>
    public IReadOnlyList<long>? Counts { get; }

    /// <summary>Vectors of character n-grams, which give words that are not in <see cref="Words"/> a vector; null unless fastText's.</summary>
    public SubwordVectors? Subwords { get; }

    /// <summary>The index of a word; -1 where it has none.</summary>
    /// <param name="word">The word, exactly as it stands in <see cref="Words"/>.</param>
    public int IndexOf(string word) => _indices.GetValueOrDefault(word, -1);

    /// <summary>The vector of a word.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<float> GetVector(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _matrix.Span.Slice(index * Dimensions, Dimensions);
    }

    private static AlignedBuffer Copy(ReadOnlySpan<float> values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}
