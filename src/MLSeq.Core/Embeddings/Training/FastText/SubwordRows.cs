using System.Runtime.InteropServices;
using MLSeq.Embeddings.Subwords;

namespace MLSeq.Embeddings.Training.FastText;

/// <summary>
/// Which rows of the input matrix make up each word: its own, and one for each of its n-grams. Only buckets that some word
/// falls into have a row, and those of frequent words come first, so that what is needed often lies close together.
/// </summary>
internal sealed class SubwordRows
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    public SubwordRows(IReadOnlyList<string> words, int minN, int maxN, int buckets)
    {
        _starts = new int[words.Count + 1];
        var (rows, used, rowOfBucket, ngrams) = (new List<int>(), new List<int>(), new Dictionary<int, int>(), new List<int>());
        for (var word = 0; word < words.Count; word++)
        {
            rows.Add(word);
            ngrams.Clear();
            CharacterNGrams.AddBuckets(words[word], minN, maxN, buckets, ngrams);
            foreach (var bucket in ngrams)
            {
                ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rowOfBucket, bucket, out var known);
                if (!known)
                {
                    row = words.Count + used.Count;
                    used.Add(bucket);
                }

                rows.Add(row);
            }

            _starts[word + 1] = rows.Count;
            LongestWord = Math.Max(LongestWord, ngrams.Count + 1);
        }

        (_rows, Buckets) = ([.. rows], [.. used]);
    }

    /// <summary>The bucket of each row behind the words'.</summary>
    public int[] Buckets { get; }

    /// <summary>The most rows that a word has.</summary>
    public int LongestWord { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _starts.Length - 1 + Buckets.Length;

    /// <summary>The rows of a word; its own is the first. A bucket that two of its n-grams share is there twice.</summary>
    public ReadOnlySpan<int> Of(int word) => _rows.AsSpan(_starts[word], _starts[word + 1] - _starts[word]);
}
