using System.Runtime.InteropServices;

namespace MLSeq.Networks;

/// <summary>The binary form of a network's parameters: each one's name, shape and little-endian floats.</summary>
internal static class ParameterFile
{
    private const int LargestSize = 1 << 24;
    private const int ChunkFloats = 1 << 18;

    public static void Write(BinaryWriter writer, IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            writer.Write(parameter.Name);
            writer.Write(parameter.Rows);
            writer.Write(parameter.Columns);
            WriteFloats(writer, parameter.Values);
        }
    }

    /// <summary>Reads one parameter after the other, in the order in which layers ask for them.</summary>
    public static ParameterSource Reader(BinaryReader reader) => (name, rows, columns, _, _) => Guard(() =>
    {
        var (foundName, foundRows, foundColumns) = (ReadName(reader, name.Length), reader.ReadInt32(), reader.ReadInt32());
        if (foundName != name || foundRows != rows || foundColumns != columns)
        {
            throw new InvalidDataException(
                $"The network is damaged: it has a parameter {foundName} [{foundRows}, {foundColumns}] where {name} [{rows}, {columns}] belongs.");
        }

        if ((long)rows * columns > Array.MaxLength / 2)
        {
            throw new InvalidDataException($"The network is damaged: its {name} would have {rows} x {columns} weights.");
        }

        var values = ReadFloats(reader, rows * columns, name);
        var parameter = new Parameter(name, rows, columns);
        values.CopyTo(parameter.Values);
        return parameter;
    });

    /// <summary>Reads an option that is a size.</summary>
    /// <exception cref="InvalidDataException">It cannot be right.</exception>
    public static int ReadSize(BinaryReader reader, string name)
    {
        var size = reader.ReadInt32();
        return size is >= 0 and <= LargestSize
            ? size
            : throw new InvalidDataException($"The network is damaged: its {name} is {size}; expected 0 to {LargestSize}.");
    }

    /// <summary>A string as BinaryWriter writes it, without taking memory for a length that cannot be right.</summary>
    private static string ReadName(BinaryReader reader, int expectedLength)
    {
        var length = reader.Read7BitEncodedInt();
        return length == expectedLength
            ? System.Text.Encoding.UTF8.GetString(reader.ReadBytes(length))
            : throw new InvalidDataException($"The network is damaged: a parameter's name has {length} bytes; expected {expectedLength}.");
    }

    /// <summary>
    /// Takes memory as data arrives, so that a file that claims more than it holds costs no more than twice its size.
    /// </summary>
    private static ReadOnlySpan<float> ReadFloats(BinaryReader reader, int count, string name)
    {
        var values = new float[Math.Min(count, ChunkFloats)];
        for (var read = 0; read < count;)
        {
            if (read == values.Length)
            {
                Array.Resize(ref values, (int)Math.Min(count, 2L * read));
            }

            var chunk = values.AsSpan(read, Math.Min(values.Length - read, ChunkFloats));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(chunk));
            read += chunk.Length;
        }

        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<float, int>(values.AsSpan());
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        }

        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidDataException($"The network is damaged: its {name} has a weight that is {value}.");
            }
        }

        return values;
    }

    private static void WriteFloats(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // Chunks, since a large parameter has more bytes than a span holds.
            for (; !values.IsEmpty; values = values[Math.Min(values.Length, ChunkFloats)..])
            {
                writer.Write(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, ChunkFloats)]));
            }

            return;
        }

        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads something, with an error that says so where the data ends too soon.</summary>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The network is damaged or cut short.", e);
        }
    }
}
