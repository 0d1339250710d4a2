using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace MLSeq.Embeddings.Formats;

/// <summary>Writes word2vec's and GloVe's formats.</summary>
internal static class VectorWriter
{
    private const int RowsPerBlock = 256;
    private const int MaxFloatLength = 32;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The characters that end a word in word2vec's formats, or a line.</summary>
    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \t\r\n");

    /// <exception cref="ArgumentException">The format cannot hold these vectors.</exception>
    public static void Check(WordVectors vectors, WordVectorFormat format)
    {
        if (format is < WordVectorFormat.Word2Vec or > WordVectorFormat.FastText)
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, "Expected one of the formats.");
        }

        if (format == WordVectorFormat.FastText)
        {
            return;
        }

        if (format == WordVectorFormat.GloVe && vectors.Count == 0)
        {
            throw new ArgumentException("Found no words; a file in the format GloVe needs one at least.", nameof(vectors));
        }

        foreach (var word in vectors.Words)
        {
            if (word.AsSpan().ContainsAny(WhiteSpace) && !(format == WordVectorFormat.GloVe && IsReadable(word)))
            {
                throw new ArgumentException(
                    $"Found the word '{word}'; a word with white space cannot be told from its vector in the format {format}.", nameof(vectors));
            }
        }
    }

    public static void WriteBinary(WordVectors vectors, Stream stream)
    {
        stream.Write(Strict.GetBytes($"{vectors.Count} {vectors.Dimensions}\n"));
        for (var i = 0; i < vectors.Count; i++)
        {
            stream.Write(Strict.GetBytes(vectors.Words[i]));
            stream.WriteByte((byte)' ');
            stream.Write(MemoryMarshal.AsBytes(vectors.GetVector(i)));
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>Writes lines, formatted on all cores.</summary>
    public static void WriteText(WordVectors vectors, Stream stream, bool header)
    {
        if (header)
        {
            stream.Write(Strict.GetBytes($"{vectors.Count} {vectors.Dimensions}\n"));
        }

        var blocks = new ArrayBufferWriter<byte>[Environment.ProcessorCount];
        for (var start = 0; start < vectors.Count; start += blocks.Length * RowsPerBlock)
        {
            Parallel.For(0, blocks.Length, block =>
            {
                var lines = blocks[block] ??= new ArrayBufferWriter<byte>();
                lines.ResetWrittenCount();
                var first = start + (block * RowsPerBlock);
                for (var i = first; i < Math.Min(first + RowsPerBlock, vectors.Count); i++)
                {
                    WriteLine(vectors.Words[i], vectors.GetVector(i), lines);
                }
            });
            foreach (var lines in blocks)
            {
                stream.Write(lines.WrittenSpan);
            }
        }
    }

    private static void WriteLine(string word, ReadOnlySpan<float> vector, ArrayBufferWriter<byte> lines)
    {
        Strict.GetBytes(word, lines);
        foreach (var value in vector)
        {
            // The shortest text that gives the same bits.
            var span = lines.GetSpan(MaxFloatLength);
            span[0] = (byte)' ';
            Utf8Formatter.TryFormat(value, span[1..], out var written);
            lines.Advance(written + 1);
        }

        lines.GetSpan(1)[0] = (byte)'\n';
        lines.Advance(1);
    }

    /// <summary>Whether a word with white space comes back from a line of text: it is not all numbers behind its first space.</summary>
    private static bool IsReadable(string word) =>
        !word.AsSpan().ContainsAny('\t', '\r', '\n')
        && word[0] != ' ' && word[^1] != ' '
        && VectorLine.CountValues(Strict.GetBytes(word)) < word.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length - 1;
}
