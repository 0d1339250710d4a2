using System.Text;

namespace MLSeq.Text;

/// <summary>
/// Decodes a stream line by line, so that an error can name the line. A line must fit in memory, the file need not.
/// </summary>
internal sealed class TextFileReader : TextReader
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly Encoding _encoding;
    private readonly bool _utf8;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;
    private long _line;

    // For reads by character: the current line with its end, and the position in it.
    private string _current = string.Empty;
    private int _position;

    public TextFileReader(Stream stream, string name, Encoding? encoding)
    {
        _stream = stream;
        _name = name;
        _utf8 = encoding is null;
        _encoding = encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    }

    public override string? ReadLine()
    {
        if (_position < _current.Length)
        {
            string rest = _current[_position..];
            _position = _current.Length;
            return rest.EndsWith("\r\n", StringComparison.Ordinal) ? rest[..^2] : rest.EndsWith('\n') ? rest[..^1] : rest;
        }

        if (!TryFindLine(out int length, out int endLength))
        {
            return null;
        }

        return Decode(length, endLength, includeEnd: false);
    }

    public override int Peek() => Fill() ? _current[_position] : -1;

    public override int Read() => Fill() ? _current[_position++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return Read(buffer.AsSpan(index, count));
    }

    public override int Read(Span<char> buffer)
    {
        int read = 0;
        while (read < buffer.Length && Fill())
        {
            ReadOnlySpan<char> rest = _current.AsSpan(_position);
            int length = Math.Min(rest.Length, buffer.Length - read);
            rest[..length].CopyTo(buffer[read..]);
            read += length;
            _position += length;
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        if (_position < _current.Length)
        {
            return true;
        }

        if (!TryFindLine(out int length, out int endLength))
        {
            return false;
        }

        _current = Decode(length, endLength, includeEnd: true);
        _position = 0;
        return true;
    }

    /// <summary>Brings the next line whole into the buffer, at its start; <paramref name="endLength"/> is 0, 1 or 2.</summary>
    private bool TryFindLine(out int length, out int endLength)
    {
        int searched = 0;
        while (true)
        {
            int feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                length = searched + feed;
                endLength = 1;
                if (length > 0 && _buffer[_start + length - 1] == '\r')
                {
                    length--;
                    endLength = 2;
                }

                return true;
            }

            searched = _end - _start;
            if (_ended)
            {
                length = searched;
                endLength = 0;
                return length > 0;
            }

            ReadMore();
        }
    }

    private void ReadMore()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= Array.MaxLength / 2)
            {
                throw Error("the line is longer than 1 GB");
            }

            Array.Resize(ref _buffer, 2 * _end);
        }

        int read;
        try
        {
            read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Error($"cannot be read: {e.Message}", e);
        }

        bool first = _line == 0 && _end == 0;
        _end += read;
        _ended = read == 0;
        if (first)
        {
            SkipByteOrderMark();
        }
    }

    private void SkipByteOrderMark()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _end);
        if (bytes.StartsWith("\uFEFF"u8))
        {
            _start = 3;
        }
        else if (_utf8 && (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
        {
            throw Error("the text is UTF-16; expected UTF-8");
        }
    }

    private string Decode(int length, int endLength, bool includeEnd)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, includeEnd ? length + endLength : length);
        try
        {
            string text = _encoding.GetString(bytes);
            _start += length + endLength;
            _line++;
            return text;
        }
        catch (DecoderFallbackException e)
        {
            byte found = e.BytesUnknown is { Length: > 0 } unknown ? unknown[0] : bytes[e.Index];
            throw Error($"the byte 0x{found:X2} at position {e.Index} of the line is not UTF-8; convert the file or name its encoding", e);
        }
    }

    private InvalidDataException Error(string problem, Exception? inner = null) =>
        new($"{_name}, line {_line + 1}: {problem}.", inner);
}
