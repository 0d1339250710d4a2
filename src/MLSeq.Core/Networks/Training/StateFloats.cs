using System.Runtime.InteropServices;

namespace MLSeq.Networks.Training;

/// <summary>Numbers of a checkpoint, as they lie in memory.</summary>
internal static class StateFloats
{
    // A span has at most 2^31 - 1 bytes; a large parameter has more.
    private const int Chunk = 1 << 20;

    public static void Write(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, Chunk)..])
        {
            writer.Write(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, Chunk)]));
        }
    }

    /// <exception cref="InvalidDataException">A number is NaN, which training never leaves behind.</exception>
    /// <exception cref="EndOfStreamException">The numbers are not all there.</exception>
    public static void Read(BinaryReader reader, Span<float> values, string what)
    {
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, Chunk)..])
        {
            var chunk = values[..Math.Min(values.Length, Chunk)];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(chunk));
            foreach (var value in chunk)
            {
                if (float.IsNaN(value))
                {
                    throw new InvalidDataException($"Damaged data: {what} has a value that is not a number.");
                }
            }
        }
    }
}
