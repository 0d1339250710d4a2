using System.Text.Unicode;

namespace MLSeq.Embeddings.Formats;

/// <summary>Tells the formats of word vectors from the first bytes of a file.</summary>
internal static class FormatDetection
{
    // The bytes of fewer floats than this may look like text by chance.
    private const int Unconvincing = 64;

    /// <param name="head">The first bytes.</param>
    /// <param name="whole">Whether they are all there are.</param>
    /// <exception cref="InvalidDataException">They are none of the formats.</exception>
    public static WordVectorFormat Detect(ReadOnlySpan<byte> head, bool whole)
    {
        if (head.IsEmpty)
        {
            throw new InvalidDataException("found an empty file; expected word vectors.");
        }

        // fastText's magic number, or, in the format before it, a small number of dimensions as a 32-bit integer.
        if (head.StartsWith<byte>([0xBA, 0x16, 0x4F, 0x2F]) || (head.Length >= 4 && head[2] == 0 && head[3] == 0))
        {
            return WordVectorFormat.FastText;
        }

        var lineEnd = head.IndexOf((byte)'\n');
        if (VectorHeader.TryParse(lineEnd < 0 ? head : head[..lineEnd], out _))
        {
            var records = lineEnd < 0 ? [] : head[(lineEnd + 1)..];
            return IsText(records, whole) && (records.IsEmpty || records.Length >= Unconvincing || VectorLine.CountValues(FirstLine(records)) > 0)
                ? WordVectorFormat.Word2VecText
                : WordVectorFormat.Word2Vec;
        }

        return IsText(head, whole) && VectorLine.CountValues(FirstLine(head)) > 0
            ? WordVectorFormat.GloVe
            : throw new InvalidDataException(
                "found neither a line with the numbers of words and dimensions (word2vec), nor a line with a word and numbers (GloVe), "
                + "nor fastText's first bytes.");
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }

    /// <summary>Whether bytes are UTF-8 with no control characters, which the bytes of floats practically never are.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes, bool whole)
    {
        if (bytes.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || bytes.IndexOfAnyInRange((byte)14, (byte)31) >= 0)
        {
            return false;
        }

        // The last character may be cut.
        for (var cut = 0; cut < 4 && cut <= bytes.Length; cut++)
        {
            if (Utf8.IsValid(bytes[..^cut]))
            {
                return true;
            }

            if (whole)
            {
                return false;
            }
        }

        return false;
    }
}
