namespace MLSeq.Networks;

/// <summary>
/// The binary form of a network: magic, version, options, then each parameter's name, shape and little-endian floats.
/// </summary>
internal static class SequenceNetworkFile
{
    private const uint Magic = 0x5153_4C4D; // "MLSQ"
    private const int Version = 2;
    private const int MostCutoffs = 64;

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
        ParameterFile.Write(writer, parameters);
    }

    /// <exception cref="InvalidDataException">This is not a network of this or an older version.</exception>
    public static SequenceNetworkOptions ReadOptions(BinaryReader reader) => ParameterFile.Guard(() =>
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
            VocabularySize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.VocabularySize)),
            FrameSize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.FrameSize)),
            EmbeddingSize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.EmbeddingSize)),
            Cell = (RecurrentCell)reader.ReadInt32(),
            HiddenSize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.HiddenSize)),
            Layers = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.Layers)),
            Bidirectional = reader.ReadBoolean(),
            Pooling = (SequencePooling)reader.ReadInt32(),
            Dropout = reader.ReadSingle(),
            WordDropout = reader.ReadSingle(),
            OutputSize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.OutputSize)),
            Output = (NetworkOutput)reader.ReadInt32(),
        };
        if (version >= 2)
        {
            options.DenseLayers = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.DenseLayers));
            options.LockedDropout = reader.ReadBoolean();
            options.TieEmbeddings = reader.ReadBoolean();
            options.StateSize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.StateSize));
            options.Softmax = (SoftmaxKind)reader.ReadInt32();
            options.Samples = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.Samples));
            options.Cutoffs = ReadCutoffs(reader);
            options.Characters = (CharacterFeatures)reader.ReadInt32();
            options.CharacterVocabularySize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.CharacterVocabularySize));
            options.CharacterEmbeddingSize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.CharacterEmbeddingSize));
            options.CharacterSize = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.CharacterSize));
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
            cutoff = ParameterFile.ReadSize(reader, nameof(SequenceNetworkOptions.Cutoffs));
        }

        return cutoffs;
    }
}
