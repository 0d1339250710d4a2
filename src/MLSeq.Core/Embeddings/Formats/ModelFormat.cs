using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLSeq.Embeddings.Subwords;
using MLSeq.Text;

namespace MLSeq.Embeddings.Formats;

/// <summary>Word vectors inside ML.NET models.</summary>
internal static class ModelFormat
{
    private const string Magic = "MLSeq word vectors";
    private const string What = "word vectors";
    private const int Version = 1;
    private const int MaxDimensions = 65536;

    public static void Write(WordVectors vectors, BinaryWriter writer)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(vectors.Count);
        writer.Write(vectors.Dimensions);
        writer.Write(vectors.Counts is null ? 0 : 1);
        writer.Write(vectors.Subwords is null ? 0 : 1);
        for (var i = 0; i < vectors.Count; i++)
        {
            writer.Write(vectors.Words[i]);
            if (vectors.Counts is not null)
            {
                writer.Write(vectors.Counts[i]);
            }

            writer.Write(MemoryMarshal.AsBytes(vectors.GetVector(i)));
        }

        vectors.Subwords?.Save(writer);
    }

    /// <exception cref="InvalidDataException">The data are damaged, truncated or of a newer version.</exception>
    public static WordVectors Read(BinaryReader reader)
    {
        UntrustedData.ReadHeader(reader, Magic, Version, What);
        var count = UntrustedData.ReadInt32(reader, "the number of words", 0, int.MaxValue);
        var dimensions = UntrustedData.ReadInt32(reader, "the dimensions of word vectors", 1, MaxDimensions);
        var hasCounts = UntrustedData.ReadInt32(reader, "whether words have counts", 0, 1) == 1;
        var hasSubwords = UntrustedData.ReadInt32(reader, "whether there are subwords", 0, 1) == 1;
        var (words, counts) = (new WordList(lenient: false), new List<long>());
        var matrix = new MatrixBuilder(dimensions, 0);
        var vector = new float[dimensions];
        for (var i = 1; i <= count; i++)
        {
            words.Add(UntrustedData.ReadText(reader, $"word {i}", WordList.MaxLength), i, "word");
            if (hasCounts)
            {
                counts.Add(UntrustedData.ReadInt64(reader, $"the count of word {i}", 0));
            }

            ReadVector(reader, vector, i);
            matrix.Add(vector);
        }

        var subwords = hasSubwords ? SubwordVectors.Load(reader) : null;
        return subwords is not null && subwords.Dimensions != dimensions
            ? throw new InvalidDataException($"Damaged data: found subword vectors of {subwords.Dimensions} dimensions, expected {dimensions}.")
            : new WordVectors(words.ToArray(), dimensions, matrix.ToBuffer(), hasCounts ? [.. counts] : null, subwords);
    }

    private static void ReadVector(BinaryReader reader, Span<float> vector, int word)
    {
        var bytes = MemoryMarshal.AsBytes(vector);
        var filled = 0;
        while (filled < bytes.Length && reader.Read(bytes[filled..]) is > 0 and var read)
        {
            filled += read;
        }

        if (filled < bytes.Length)
        {
            throw new InvalidDataException($"Truncated data: the vector of word {word} takes {bytes.Length} bytes, {filled} were left.");
        }

        if (!TensorPrimitives.IsFiniteAll<float>(vector))
        {
            throw new InvalidDataException($"Damaged data: the vector of word {word} holds a value that is not finite.");
        }
    }
}
