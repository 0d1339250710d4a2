using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics;

/// <summary>
/// Float memory that starts at a multiple of 64 bytes, so that no vector of a row-aligned matrix crosses a cache line.
/// It lives on the pinned object heap: the collector never moves it and frees it like any array.
/// </summary>
internal sealed class AlignedBuffer
{
    private const int AlignmentBytes = 64;
    private const int PaddingFloats = (AlignmentBytes / sizeof(float)) - 1;

    private float[] _memory = [];
    private int _offset;

    /// <summary>Takes memory for <paramref name="length"/> floats, all zero.</summary>
    public AlignedBuffer(int length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Resize(length);
    }

    /// <summary>The number of floats.</summary>
    public int Length { get; private set; }

    /// <summary>The floats.</summary>
    public Span<float> Span => _memory.AsSpan(_offset, Length);

    /// <summary>The first float. It stays there as long as the buffer is reachable and has not outgrown its memory.</summary>
    public unsafe float* Pointer => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Span));

    /// <summary>
    /// Makes the buffer hold <paramref name="length"/> floats. Memory is taken only when the buffer has never been as
    /// long; then the new memory is zero, else the old contents stay.
    /// </summary>
    /// <returns>The floats.</returns>
    public Span<float> Resize(int length)
    {
        if (length > _memory.Length - _offset)
        {
            _memory = GC.AllocateArray<float>(length + PaddingFloats, pinned: true);
            _offset = FloatsToAlignment(ref _memory[0]);
        }

        Length = length;
        return Span;
    }

    /// <summary>Sets all floats to zero.</summary>
    public void Clear() => Span.Clear();

    private static unsafe int FloatsToAlignment(ref float start)
    {
        var misaligned = (int)((nuint)Unsafe.AsPointer(ref start) % AlignmentBytes);
        return misaligned == 0 ? 0 : (AlignmentBytes - misaligned) / sizeof(float);
    }
}
