using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MLSeq.Embeddings.Formats;

/// <summary>The first line of word2vec's formats: the numbers of words and of dimensions.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VectorHeader(int Words, int Dimensions)
{
    /// <summary>The longest line that is looked at.</summary>
    public const int MaxLength = 64;

    private const int MaxDimensions = 65536;

    /// <exception cref="InvalidDataException">It is no such line.</exception>
    public static VectorHeader Parse(ReadOnlySpan<byte> line)
    {
        if (!TryParse(line, out var header))
        {
            throw new InvalidDataException(
                $"found '{Encoding.Latin1.GetString(line[..Math.Min(line.Length, MaxLength)])}' in line 1; expected the numbers of words and dimensions.");
        }

        return header.Dimensions <= MaxDimensions
            ? header
            : throw new InvalidDataException($"found {header.Dimensions} dimensions in line 1; expected 1 to {MaxDimensions}.");
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out VectorHeader header)
    {
        header = default;
        if (line.Length > MaxLength)
        {
            return false;
        }

        var fields = Encoding.Latin1.GetString(line).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 2
            || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var words)
            || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions)
            || dimensions < 1)
        {
            return false;
        }

        header = new VectorHeader(words, dimensions);
        return true;
    }

    /// <summary>Checks that a file is long enough for what is to be read of it, before memory is taken.</summary>
    /// <param name="words">How many words are to be read.</param>
    /// <param name="bytesPerValue">The least number of bytes of a value.</param>
    /// <param name="length">The number of bytes in the file; null: unknown.</param>
    /// <exception cref="InvalidDataException">It is too short.</exception>
    public void CheckLength(int words, int bytesPerValue, long? length)
    {
        var least = words * (((long)Dimensions * bytesPerValue) + 1);
        if (least > length)
        {
            throw new InvalidDataException(
                $"the first line says {Words} words of {Dimensions} dimensions; {words} of them take at least {least} bytes, but the file has {length}.");
        }
    }
}
