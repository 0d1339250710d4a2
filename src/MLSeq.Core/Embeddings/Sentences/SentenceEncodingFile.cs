using System.Globalization;
using MLSeq.Text;

namespace MLSeq.Embeddings.Sentences;

/// <summary>The binary form of a <see cref="SentenceEncoding"/>: header, options, common direction, then the vectors.</summary>
internal static class SentenceEncodingFile
{
    private const string Magic = "MLSeq.SentenceEncoding";
    private const string What = "a sentence encoding";
    private const int Version = 1;

    public static void Write(BinaryWriter writer, SentenceEncoding encoding)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((int)encoding.Output);
        writer.Write((int)encoding.UnknownWords);
        writer.Write(BitConverter.SingleToInt32Bits(encoding.Smoothing));
        writer.Write(encoding.CommonDirection?.Length ?? 0);
        foreach (var value in encoding.CommonDirection ?? [])
        {
            writer.Write(BitConverter.SingleToInt32Bits(value));
        }

        encoding.Vectors.Save(writer);
    }

    /// <exception cref="InvalidDataException">This is not what <see cref="Write"/> wrote; the message says what was found.</exception>
    public static SentenceEncoding Read(BinaryReader reader)
    {
        UntrustedData.ReadHeader(reader, Magic, Version, What);
        var output = (WordVectorOutput)UntrustedData.ReadInt32(reader, "its output", 0, (int)WordVectorOutput.SmoothInverseFrequency);
        var unknown = (UnknownWords)UntrustedData.ReadInt32(reader, "its unknown words", 0, (int)UnknownWords.Subwords);
        var smoothing = ReadFloat(reader, "its smoothing");
        var direction = new float[UntrustedData.ReadInt32(reader, "the length of its common direction", 0, 65536)];
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = ReadFloat(reader, "its common direction");
        }

        var vectors = WordVectors.Load(reader);
        var isSmooth = output == WordVectorOutput.SmoothInverseFrequency;
        if (direction.Length != (isSmooth ? vectors.Dimensions : 0))
        {
            throw Damaged($"the common direction has {direction.Length} values for {output} of {vectors.Dimensions} dimensions");
        }

        if (isSmooth && (vectors.Counts is null || smoothing <= 0))
        {
            throw Damaged($"{output} has {(vectors.Counts is null ? "no counts" : $"a smoothing of {smoothing.ToString(CultureInfo.InvariantCulture)}")}");
        }

        return unknown != UnknownWords.Subwords || vectors.Subwords is not null
            ? new(vectors, output, unknown, smoothing, isSmooth ? direction : null)
            : throw Damaged("the vectors have no subwords, which stand for its unknown words");
    }

    private static float ReadFloat(BinaryReader reader, string what)
    {
        var value = BitConverter.Int32BitsToSingle(UntrustedData.ReadInt32(reader, what, int.MinValue, int.MaxValue));
        return float.IsFinite(value) ? value : throw Damaged($"{what} is {value.ToString(CultureInfo.InvariantCulture)}");
    }

    private static InvalidDataException Damaged(string found) => new($"Damaged data of {What}: {found}.");
}
