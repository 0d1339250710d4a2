namespace MLSeq.Embeddings.Formats;

/// <summary>Reads word2vec's and GloVe's text formats, the lines of a block on all cores while the next block is read.</summary>
/// <param name="stream">The data.</param>
/// <param name="length">The number of bytes; null: unknown.</param>
/// <param name="hasHeader">Whether the first line holds the numbers of words and dimensions.</param>
/// <param name="maxWords">How many words are read; null: all.</param>
/// <param name="lenient">As in <see cref="WordVectors.Load(string, WordVectorFormat?, int?, bool)"/>.</param>
/// <param name="blockLength">The number of bytes read at once.</param>
internal sealed class VectorTextReader(
    Stream stream, long? length, bool hasHeader, int? maxWords, bool lenient, int blockLength = VectorTextReader.DefaultBlockLength)
{
    public const int DefaultBlockLength = 1 << 22;

    private readonly LineBlocks _blocks = new(stream, blockLength);
    private readonly WordList _words = new(lenient);
    private readonly int _parts = Environment.ProcessorCount;
    private VectorHeader _header;
    private MatrixBuilder _matrix = new(1, 0);
    private long _line;

    /// <exception cref="InvalidDataException">The data are damaged; names the line.</exception>
    public WordVectors Read()
    {
        var block = SkipByteOrderMark(_blocks.Next());
        block = ReadHeader(block);
        var wanted = Math.Min(_header.Words, maxWords ?? int.MaxValue);
        if (hasHeader)
        {
            _header.CheckLength(wanted, bytesPerValue: 2, length);
        }

        _matrix = new MatrixBuilder(_header.Dimensions, hasHeader && length is not null ? wanted : 0);
        var found = 0;
        while (block.Length > 0 && found < (maxWords ?? int.MaxValue))
        {
            var next = Task.Run(_blocks.Next);
            try
            {
                found += Add(Parse(block), found);
            }
            finally
            {
                // The other buffer must not be written into any more, whatever happens.
                Task.WhenAny(next).Wait();
            }

            block = next.GetAwaiter().GetResult();
        }

        return hasHeader && found < wanted
            ? throw new InvalidDataException($"line {_line + 1}: found the end of the file after {found} words; the first line says {_header.Words}.")
            : new WordVectors(_words.ToArray(), _header.Dimensions, _matrix.ToBuffer(), null);
    }

    private static ReadOnlyMemory<byte> SkipByteOrderMark(ReadOnlyMemory<byte> block) =>
        block.Span.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? block[3..] : block;

    private ReadOnlyMemory<byte> ReadHeader(ReadOnlyMemory<byte> block)
    {
        var end = block.Span.IndexOf((byte)'\n');
        var line = end < 0 ? block.Span : block.Span[..end];
        if (hasHeader)
        {
            _header = VectorHeader.Parse(line);
            _line = 1;
            return end < 0 || end + 1 == block.Length ? _blocks.Next() : block[(end + 1)..];
        }

        var dimensions = VectorLine.CountValues(line);
        _header = dimensions > 0
            ? new VectorHeader(int.MaxValue, dimensions)
            : throw new InvalidDataException("line 1: found no values; expected a word and numbers.");
        return block;
    }

    /// <summary>Parses a block's lines, in one part for each core.</summary>
    private VectorLines[] Parse(ReadOnlyMemory<byte> block)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        while (block.Length > 0)
        {
            var least = (block.Length / (_parts - Math.Min(parts.Count, _parts - 1))) - 1;
            var end = block.Span[Math.Max(0, least)..].IndexOf((byte)'\n');
            var taken = end < 0 ? block.Length : Math.Max(0, least) + end + 1;
            parts.Add(block[..taken]);
            block = block[taken..];
        }

        var lines = new VectorLines[parts.Count];
        Parallel.For(0, lines.Length, part => lines[part] = VectorLines.Parse(parts[part].Span, _header.Dimensions, lenient));
        return lines;
    }

    /// <summary>Adds parsed lines, in their order. Gives their number.</summary>
    private int Add(VectorLines[] parts, int found)
    {
        var before = found;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Words.Count && found < (maxWords ?? int.MaxValue); i++)
            {
                if (found == _header.Words)
                {
                    throw new InvalidDataException(
                        $"line {_line + part.Numbers[i]}: found more than the {_header.Words} words that the first line says; expected the end of the file.");
                }

                found++;
                if (_words.Add(part.Words[i], _line + part.Numbers[i], "line"))
                {
                    _matrix.Add(part.Values.Slice(i * _header.Dimensions, _header.Dimensions));
                }
            }

            if (part.Error is string error && found < (maxWords ?? int.MaxValue))
            {
                throw new InvalidDataException($"line {_line + part.Count}: {error}");
            }

            _line += part.Count;
        }

        return found - before;
    }
}
