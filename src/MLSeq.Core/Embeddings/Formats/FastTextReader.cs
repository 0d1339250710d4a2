using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Formats;

/// <summary>Reads the values of a fastText file that may be damaged; errors name the file and the place.</summary>
internal sealed class FastTextReader(Stream stream, string name)
{
    private const int LongestWord = 1 << 16;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly List<byte> _word = [];
    private int _next;
    private int _end;
    private long _start;

    /// <summary>The place in the file, in bytes.</summary>
    public long Position => _start + _next;

    /// <summary>The number of bytes left; null where the stream does not tell.</summary>
    public long? BytesLeft => stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) + _end - _next : null;

    public InvalidDataException Error(string what) => new($"'{name}', before byte {Position}: {what}.");

    public byte ReadByte(string what)
    {
        Span<byte> bytes = stackalloc byte[1];
        Fill(bytes, what);
        return bytes[0];
    }

    public int ReadInt32(string what, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Fill(bytes, what);
        var value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return value >= minimum && value <= maximum
            ? value
            : throw Error($"found {value} for {what}; expected {(maximum == int.MaxValue ? $"at least {minimum}" : $"{minimum} to {maximum}")}");
    }

    public long ReadInt64(string what, long minimum)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Fill(bytes, what);
        var value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return value >= minimum ? value : throw Error($"found {value} for {what}; expected at least {minimum}");
    }

    public double ReadDouble(string what)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        Fill(bytes, what);
        return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    /// <summary>The bytes up to a zero byte, which is read too.</summary>
    public byte[] ReadWord(int index)
    {
        _word.Clear();
        for (var value = ReadByte($"word {index}"); value != 0; value = ReadByte($"word {index}"))
        {
            _word.Add(value);
            if (_word.Count > LongestWord)
            {
                throw Error($"word {index} is longer than {LongestWord} bytes; expected a zero byte behind it");
            }
        }

        return [.. _word];
    }

    /// <summary>Reads floats and requires that they are finite.</summary>
    public void ReadRow(Span<float> row, string what, int index)
    {
        if (!TryFill(MemoryMarshal.AsBytes(row)))
        {
            throw Error($"the file ends within {what} {index}; expected {row.Length} values");
        }

        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(row)))
        {
            throw Error($"{what} {index} holds a value that is no finite number");
        }
    }

    /// <exception cref="InvalidDataException">Something is left.</exception>
    public void End()
    {
        if (_next < _end || Refill())
        {
            throw Error("the file goes on behind the output matrix; expected its end");
        }
    }

    private void Fill(Span<byte> bytes, string what)
    {
        if (!TryFill(bytes))
        {
            throw Error($"the file ends within {what}; expected {bytes.Length} bytes");
        }
    }

    private bool TryFill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_next == _end && !Refill())
            {
                return false;
            }

            var taken = Math.Min(bytes.Length, _end - _next);
            _buffer.AsSpan(_next, taken).CopyTo(bytes);
            _next += taken;
            bytes = bytes[taken..];
        }

        return true;
    }

    private bool Refill()
    {
        _start += _end;
        _next = 0;
        _end = stream.Read(_buffer);
        return _end > 0;
    }
}
