using System.Runtime.InteropServices;
using System.Text;
using MLSeq.Embeddings.Subwords;

namespace MLSeq.Embeddings.Formats;

/// <summary>Writes a fastText file of version 12.</summary>
internal static class FastTextWriting
{
    private const int SkipGram = 2;
    private const int NegativeSampling = 2;
    private const int Supervised = 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(WordVectors vectors, Stream stream)
    {
        var (subwords, source) = (vectors.Subwords, vectors.Subwords?.Source);
        var words = new byte[vectors.Count][];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = RawWord(vectors, i) ?? ToBytes(vectors.Words[i]);
        }

        using var writer = new BinaryWriter(new BufferedStream(stream, 1 << 16), Encoding.UTF8, leaveOpen: true);
        WriteHeader(writer, vectors, source?.Settings ?? new() { Tokens = vectors.Counts?.Sum() ?? vectors.Count });
        for (var i = 0; i < words.Length; i++)
        {
            writer.Write(words[i]);
            writer.Write((byte)0);
            writer.Write(vectors.Counts?[i] ?? 1);
            writer.Write((byte)0); // a word, not a label
        }

        WriteSize(writer, words.Length + (long)(subwords?.Buckets ?? 0), vectors.Dimensions);
        var isKept = WriteWordRows(writer, vectors, words);
        var zero = new float[vectors.Dimensions];
        for (var bucket = 0; bucket < subwords?.Buckets; bucket++)
        {
            var row = subwords.GetBucket(bucket);
            WriteRow(writer, row.IsEmpty ? zero : row);
        }

        WriteSize(writer, words.Length, vectors.Dimensions);
        for (var i = 0; i < words.Length; i++)
        {
            WriteRow(writer, isKept[i] && source?.OutputRows is { } output ? output[i] : zero);
        }

        writer.Flush();
    }

    private static void WriteHeader(BinaryWriter writer, WordVectors vectors, FastTextSettings settings)
    {
        // The labels of a classifier are not among the words, so that what is left of it are plain word vectors.
        var isSupervised = settings.Model == Supervised;
        writer.Write(FastTextFormat.Magic);
        writer.Write(FastTextFormat.Version);
        writer.Write(vectors.Dimensions);
        writer.Write(settings.Ws);
        writer.Write(settings.Epoch);
        writer.Write(settings.MinCount);
        writer.Write(settings.Neg);
        writer.Write(settings.WordNgrams);
        writer.Write(isSupervised ? NegativeSampling : settings.Loss);
        writer.Write(isSupervised ? SkipGram : settings.Model);
        writer.Write(vectors.Subwords?.Buckets ?? 0);
        writer.Write(vectors.Subwords?.MinN ?? 0);
        writer.Write(vectors.Subwords?.MaxN ?? 0);
        writer.Write(settings.LrUpdateRate);
        writer.Write(settings.T);
        writer.Write(vectors.Count); // the dictionary's size
        writer.Write(vectors.Count);
        writer.Write(0); // labels
        writer.Write(settings.Tokens);
        writer.Write(-1L); // not pruned
    }

    /// <summary>Writes the rows that give the vectors: those that were read or trained as long as they do, else such as do but for rounding.</summary>
    /// <returns>Which words have kept theirs. Vectors that were changed since, as by debiasing, have not.</returns>
    private static bool[] WriteWordRows(BinaryWriter writer, WordVectors vectors, byte[][] words)
    {
        var (row, mean) = (new float[vectors.Dimensions], new float[vectors.Dimensions]);
        var isKept = new bool[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var vector = vectors.GetVector(i);
            if (vectors.Subwords is { } subwords)
            {
                if (i < subwords.Source?.WordRows.Count)
                {
                    subwords.Source.WordRows[i].CopyTo(row);
                    row.CopyTo(mean, 0);
                    subwords.AddToWord(words[i], mean);
                    isKept[i] = vector.SequenceEqual(mean);
                }

                if (!isKept[i])
                {
                    vector.CopyTo(row);
                    subwords.TakeFromWord(words[i], row);
                }

                WriteRow(writer, row);
            }
            else
            {
                WriteRow(writer, vector);
            }
        }

        return isKept;
    }

    /// <summary>The bytes of a word that is not UTF-8, as they stood in the file that it came from; else null.</summary>
    private static byte[]? RawWord(WordVectors vectors, int index)
    {
        var bytes = vectors.Subwords?.Source?.RawWords.GetValueOrDefault(index);
        return bytes is not null && FastTextReading.ToText(bytes, out _) == vectors.Words[index] ? bytes : null;
    }

    private static void WriteSize(BinaryWriter writer, long rows, int columns)
    {
        writer.Write(false); // not quantized
        writer.Write(rows);
        writer.Write((long)columns);
    }

    private static void WriteRow(BinaryWriter writer, ReadOnlySpan<float> row) => writer.Write(MemoryMarshal.AsBytes(row));

    private static byte[] ToBytes(string word)
    {
        if (word.Contains('\0'))
        {
            throw new ArgumentException($"The word '{word.Replace("\0", "\\0", StringComparison.Ordinal)}' holds a zero character, which ends words in fastText's files.");
        }

        try
        {
            return Strict.GetBytes(word);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The word '{word}' holds half a surrogate pair, which is no text; expected Unicode.", e);
        }
    }
}
