using System.Runtime.InteropServices;

namespace MLSeq.Networks;

/// <summary>
/// The binary form of a network: magic, version, options, then each parameter's name, shape and little-endian floats.
/// </summary>
internal static class SequenceNetworkFile
{
    private const uint Magic = 0x5153_4C4D; // "MLSQ"
    private const int Version = 2;
    private const int LargestSize = 1 << 24;
    private const int MostCutoffs = 64;
    private const int ChunkFloats = 1 << 18;

    public static void Write(BinaryWriter writer, SequenceNetworkOptions options, IReadOnlyList<Parameter> parameters)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(options.VocabularySize);
        writer.Write(options.FrameSize);
        writer.Write(options.EmbeddingSize);
        writer.Write((int)options.Cell);
        writer.Write(options.HiddenSize);
        writer.Write(options.Layers);
        writer.Write(options.Bidirectional);
        writer.Write((int)options.Pooling);
        writer.Write(options.Dropout);
        writer.Write(options.WordDropout);
        writer.Write(options.OutputSize);
        writer.Write((int)options.Output);
        writer.Write(options.DenseLayers);
        writer.Write(options.LockedDropout);
        writer.Write(options.TieEmbeddings);
        writer.Write(options.StateSize);
        writer.Write((int)options.Softmax);
        writer.Write(options.Samples);
        writer.Write(options.Cutoffs.Count);
        foreach (var cutoff in options.Cutoffs)
        {
            writer.Write(cutoff);
        }

        writer.Write((int)options.Characters);
        writer.Write(options.CharacterVocabularySize);
        writer.Write(options.CharacterEmbeddingSize);
        writer.Write(options.CharacterSize);
        foreach (var parameter in parameters)
        {
            writer.Write(parameter.Name);
            writer.Write(parameter.Rows);
            writer.Write(parameter.Columns);
            WriteFloats(writer, parameter.Values);
        }
    }

    /// <exception cref="InvalidDataException">This is not a network of this or an older version.</exception>
    public static SequenceNetworkOptions ReadOptions(BinaryReader reader) => Guard(() =>
    {
        if (reader.ReadUInt32() != Magic)
        {
            throw new InvalidDataException("This is not an MLSeq network: it does not start with the mark MLSQ.");
        }

        var version = reader.ReadInt32();
        if (version is < 1 or > Version)
        {
            throw new InvalidDataException(
                $"The network has format version {version}; this version of MLSeq reads versions 1 to {Version}.");
        }

        var options = new SequenceNetworkOptions
        {
            VocabularySize = ReadSize(reader, nameof(SequenceNetworkOptions.VocabularySize)),
            FrameSize = ReadSize(reader, nameof(SequenceNetworkOptions.FrameSize)),
            EmbeddingSize = ReadSize(reader, nameof(SequenceNetworkOptions.EmbeddingSize)),
            Cell = (RecurrentCell)reader.ReadInt32(),
            HiddenSize = ReadSize(reader, nameof(SequenceNetworkOptions.HiddenSize)),
            Layers = ReadSize(reader, nameof(SequenceNetworkOptions.Layers)),
            Bidirectional = reader.ReadBoolean(),
            Pooling = (SequencePooling)reader.ReadInt32(),
            Dropout = reader.ReadSingle(),
            WordDropout = reader.ReadSingle(),
            OutputSize = ReadSize(reader, nameof(SequenceNetworkOptions.OutputSize)),
            Output = (NetworkOutput)reader.ReadInt32(),
        };
        if (version >= 2)
        {
            options.DenseLayers = ReadSize(reader, nameof(SequenceNetworkOptions.DenseLayers));
            options.LockedDropout = reader.ReadBoolean();
            options.TieEmbeddings = reader.ReadBoolean();
            options.StateSize = ReadSize(reader, nameof(SequenceNetworkOptions.StateSize));
            options.Softmax = (SoftmaxKind)reader.ReadInt32();
            options.Samples = ReadSize(reader, nameof(SequenceNetworkOptions.Samples));
            options.Cutoffs = ReadCutoffs(reader);
            options.Characters = (CharacterFeatures)reader.ReadInt32();
            options.CharacterVocabularySize = ReadSize(reader, nameof(SequenceNetworkOptions.CharacterVocabularySize));
            options.CharacterEmbeddingSize = ReadSize(reader, nameof(SequenceNetworkOptions.CharacterEmbeddingSize));
            options.CharacterSize = ReadSize(reader, nameof(SequenceNetworkOptions.CharacterSize));
        }

        try
        {
            options.Check();
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The network is damaged. {e.Message}", e);
        }

        return options;
    });

    /// <summary>Reads one parameter after the other, in the order in which layers ask for them.</summary>
    public static ParameterSource ParameterReader(BinaryReader reader) => (name, rows, columns, _, _) => Guard(() =>
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

    private static int[] ReadCutoffs(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 0 or > MostCutoffs)
        {
            throw new InvalidDataException($"The network is damaged: it has {count} {nameof(SequenceNetworkOptions.Cutoffs)}; expected at most {MostCutoffs}.");
        }

        var cutoffs = new int[count];
        foreach (ref var cutoff in cutoffs.AsSpan())
        {
            cutoff = ReadSize(reader, nameof(SequenceNetworkOptions.Cutoffs));
        }

        return cutoffs;
    }

    private static int ReadSize(BinaryReader reader, string name)
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

    private static T Guard<T>(Func<T> read)
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
