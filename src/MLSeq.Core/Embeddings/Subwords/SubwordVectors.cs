using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Numerics;
using MLSeq.Text;

namespace MLSeq.Embeddings.Subwords;

/// <summary>
/// Vectors of character n-grams, from which words that were not in the training text get theirs, as in fastText
/// (Bojanowski, Grave, Joulin and Mikolov, 2017): the mean of the vectors of all n-grams of "&lt;word&gt;". N-grams are
/// hashed into buckets; a bucket that no word of the training text falls into is zero and takes no memory. It never
/// changes, so any number of threads may use it at once.
/// </summary>
public sealed class SubwordVectors
{
    /// <summary>No n-grams are longer, so that even a hostile file's long words have a bounded number of them.</summary>
    internal const int LongestNGram = 100;

    private const string Magic = "MLSeq subword vectors";
    private const int Version = 1;
    private const int LargestDimensions = 65536;

    [ThreadStatic]
    private static List<int>? _ngrams;

    private readonly int[] _used;
    private readonly RowList _rows;

    /// <param name="minN">The least number of code points in an n-gram.</param>
    /// <param name="maxN">The largest number.</param>
    /// <param name="buckets">The number of buckets.</param>
    /// <param name="used">The buckets that are not zero, rising.</param>
    /// <param name="rows">Their vectors.</param>
    /// <param name="source">What a file holds beside; null where there is no such file.</param>
    internal SubwordVectors(int minN, int maxN, int buckets, int[] used, RowList rows, FastTextSource? source = null)
    {
        (MinN, MaxN, Buckets, _used, _rows, Source) = (minN, maxN, buckets, used, rows, source);
    }

    /// <summary>The least number of code points in an n-gram.</summary>
    public int MinN { get; }

    /// <summary>The largest number of code points in an n-gram.</summary>
    public int MaxN { get; }

    /// <summary>The number of buckets that n-grams are hashed to.</summary>
    public int Buckets { get; }

    /// <summary>The number of values in a vector.</summary>
    public int Dimensions => _rows.Dimensions;

    /// <summary>The buckets that are not zero, rising.</summary>
    internal ReadOnlySpan<int> UsedBuckets => _used;

    /// <summary>What a fastText file holds beside the vectors of words and n-grams; not kept in ML.NET models.</summary>
    internal FastTextSource? Source { get; }

    /// <summary>The vector of any word by its n-grams alone, whether it was in the training text or not.</summary>
    /// <param name="word">The word.</param>
    /// <param name="vector">Takes the vector; as long as <see cref="Dimensions"/>. Zero where there is none.</param>
    /// <returns>False where no n-gram of the word falls into a bucket that is not zero.</returns>
    /// <exception cref="ArgumentException"><paramref name="vector"/> has another length.</exception>
    public bool TryGetVector(string word, Span<float> vector)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (vector.Length != Dimensions)
        {
            throw new ArgumentException($"Found room for {vector.Length} values; expected {Dimensions}, the vectors' dimensions.", nameof(vector));
        }

        var ngrams = _ngrams ??= [];
        ngrams.Clear();
        CharacterNGrams.AddBuckets(word, MinN, MaxN, Buckets, ngrams);
        vector.Clear();
        var known = AddRows(CollectionsMarshal.AsSpan(ngrams), vector);
        if (known)
        {
            Vectors.Scale((float)(1.0 / ngrams.Count), vector);
        }

        return known;
    }

    /// <summary>
    /// Makes a word's own row its vector, in place: the mean of that row and its n-grams' rows, in fastText's order and
    /// rounding.
    /// </summary>
    internal void AddToWord(ReadOnlySpan<byte> word, Span<float> row)
    {
        var ngrams = _ngrams ??= [];
        ngrams.Clear();
        CharacterNGrams.AddBuckets(word, MinN, MaxN, Buckets, ngrams);
        AddRows(CollectionsMarshal.AsSpan(ngrams), row);
        Vectors.Scale((float)(1.0 / (ngrams.Count + 1)), row);
    }

    /// <summary>The inverse of <see cref="AddToWord"/>, but for rounding: a word's own row from its vector.</summary>
    internal void TakeFromWord(ReadOnlySpan<byte> word, Span<float> vector)
    {
        var ngrams = _ngrams ??= [];
        ngrams.Clear();
        CharacterNGrams.AddBuckets(word, MinN, MaxN, Buckets, ngrams);
        for (var i = 0; i < vector.Length; i++)
        {
            var value = (double)vector[i] * (ngrams.Count + 1);
            foreach (var bucket in ngrams)
            {
                value -= IndexOf(bucket) is >= 0 and var row ? _rows[row][i] : 0;
            }

            vector[i] = (float)value;
        }
    }

    /// <summary>The vector of a bucket; empty where it is zero.</summary>
    internal ReadOnlySpan<float> GetBucket(int bucket) => IndexOf(bucket) is >= 0 and var row ? _rows[row] : [];

    /// <summary>For ML.NET models.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(MinN);
        writer.Write(MaxN);
        writer.Write(Buckets);
        writer.Write(Dimensions);
        writer.Write(_used.Length);
        for (var i = 0; i < _used.Length; i++)
        {
            writer.Write(_used[i]);
            foreach (var value in _rows[i])
            {
                writer.Write(value);
            }
        }
    }

    /// <exception cref="InvalidDataException">The data are damaged, truncated or of a newer version.</exception>
    internal static SubwordVectors Load(BinaryReader reader)
    {
        UntrustedData.ReadHeader(reader, Magic, Version, "subword vectors");
        var minN = UntrustedData.ReadInt32(reader, "the least length of n-grams", 0, LongestNGram);
        var maxN = UntrustedData.ReadInt32(reader, "the largest length of n-grams", 0, LongestNGram);
        var buckets = UntrustedData.ReadInt32(reader, "the number of buckets", 0, int.MaxValue);
        var dimensions = UntrustedData.ReadInt32(reader, "the dimensions of subword vectors", 1, LargestDimensions);
        var count = UntrustedData.ReadInt32(reader, "the number of buckets in use", 0, buckets);
        var (used, rows, row) = (new List<int>(), new RowList(dimensions), new float[dimensions]);
        for (var i = 0; i < count; i++)
        {
            used.Add(UntrustedData.ReadInt32(reader, "a bucket", i == 0 ? 0 : used[^1] + 1, buckets - 1));
            ReadRow(reader, row, used[^1]);
            rows.Add(row);
        }

        return new SubwordVectors(minN, maxN, buckets, [.. used], rows);
    }

    private static void ReadRow(BinaryReader reader, Span<float> row, int bucket)
    {
        try
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(row));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"Truncated data: the vector of bucket {bucket} takes {row.Length} floats, which are not all there.", e);
        }

        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(row)))
        {
            throw new InvalidDataException($"Damaged data: the vector of bucket {bucket} holds a value that is no number; expected finite ones.");
        }
    }

    private bool AddRows(ReadOnlySpan<int> buckets, Span<float> sum)
    {
        var found = false;
        foreach (var bucket in buckets)
        {
            if (IndexOf(bucket) is >= 0 and var row)
            {
                Vectors.Add(_rows[row], sum);
                found = true;
            }
        }

        return found;
    }

    private int IndexOf(int bucket) => _used.Length == Buckets ? bucket : Array.BinarySearch(_used, bucket);
}
