using MLSeq.Numerics;

namespace MLSeq.Embeddings.Formats;

/// <summary>A matrix that grows with the rows that are really there.</summary>
internal sealed class MatrixBuilder(int dimensions, long expectedRows)
{
    private const int MaxFloats = int.MaxValue - 64;

    private AlignedBuffer _buffer = new((int)Math.Clamp(expectedRows * dimensions, 0, MaxFloats));
    private int _filled;

    /// <summary>Adds rows, one after another.</summary>
    /// <exception cref="InvalidDataException">They are more than fit into memory that is used as one.</exception>
    public void Add(ReadOnlySpan<float> rows)
    {
        var filled = (long)_filled + rows.Length;
        if (filled > _buffer.Length)
        {
            Grow(filled);
        }

        rows.CopyTo(_buffer.Span[_filled..]);
        _filled = (int)filled;
    }

    /// <summary>The rows; nothing may be added afterwards.</summary>
    public AlignedBuffer ToBuffer()
    {
        _buffer.Resize(_filled);
        return _buffer;
    }

    private void Grow(long length)
    {
        if (length > MaxFloats)
        {
            throw new InvalidDataException(
                $"found more than {MaxFloats / dimensions} words of {dimensions} dimensions, which is all that memory takes; read fewer, or map the file.");
        }

        var larger = new AlignedBuffer((int)Math.Min(MaxFloats, Math.Max(length, 2L * _buffer.Length)));
        _buffer.Span[.._filled].CopyTo(larger.Span);
        _buffer = larger;
    }
}
