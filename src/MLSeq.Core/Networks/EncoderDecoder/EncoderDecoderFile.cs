namespace MLSeq.Networks.EncoderDecoder;

/// <summary>The binary form of an encoder-decoder network: mark, version, options, parameters.</summary>
internal static class EncoderDecoderFile
{
    private const uint Magic = 0x4445_4C4D; // "MLED"
    private const int Version = 1;

    public static void Write(BinaryWriter writer, EncoderDecoderOptions options, IReadOnlyList<Parameter> parameters)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(options.SourceVocabularySize);
        writer.Write(options.TargetVocabularySize);
        writer.Write(options.StartId);
        writer.Write(options.EndId);
        writer.Write(options.EmbeddingSize);
        writer.Write((int)options.EncoderCell);
        writer.Write((int)options.DecoderCell);
        writer.Write(options.HiddenSize);
        writer.Write(options.EncoderHiddenSize);
        writer.Write(options.EncoderLayers);
        writer.Write(options.DecoderLayers);
        writer.Write(options.Bidirectional);
        writer.Write((int)options.Attention);
        writer.Write(options.AttentionSize);
        writer.Write(options.InputFeeding);
        writer.Write(options.Dropout);
        writer.Write(options.LockedDropout);
        writer.Write(options.LabelSmoothing);
        writer.Write(options.ScheduledSampling);
        writer.Write(options.ScheduledSamplingSteps);
        writer.Write(options.TieEmbeddings);
        writer.Write(options.ShareEmbeddings);
        ParameterFile.Write(writer, parameters);
    }

    /// <exception cref="InvalidDataException">This is not a network of this version.</exception>
    public static EncoderDecoderOptions ReadOptions(BinaryReader reader) => ParameterFile.Guard(() =>
    {
        if (reader.ReadUInt32() != Magic)
        {
            throw new InvalidDataException("This is not an MLSeq encoder-decoder network: it does not start with the mark MLED.");
        }

        var version = reader.ReadInt32();
        if (version != Version)
        {
            throw new InvalidDataException($"The network has format version {version}; this version of MLSeq reads version {Version}.");
        }

        int Size(string name) => ParameterFile.ReadSize(reader, name);
        var options = new EncoderDecoderOptions
        {
            SourceVocabularySize = Size(nameof(EncoderDecoderOptions.SourceVocabularySize)),
            TargetVocabularySize = Size(nameof(EncoderDecoderOptions.TargetVocabularySize)),
            StartId = Size(nameof(EncoderDecoderOptions.StartId)),
            EndId = Size(nameof(EncoderDecoderOptions.EndId)),
            EmbeddingSize = Size(nameof(EncoderDecoderOptions.EmbeddingSize)),
            EncoderCell = (RecurrentCell)reader.ReadInt32(),
            DecoderCell = (RecurrentCell)reader.ReadInt32(),
            HiddenSize = Size(nameof(EncoderDecoderOptions.HiddenSize)),
            EncoderHiddenSize = Size(nameof(EncoderDecoderOptions.EncoderHiddenSize)),
            EncoderLayers = Size(nameof(EncoderDecoderOptions.EncoderLayers)),
            DecoderLayers = Size(nameof(EncoderDecoderOptions.DecoderLayers)),
            Bidirectional = reader.ReadBoolean(),
            Attention = (AttentionKind)reader.ReadInt32(),
            AttentionSize = Size(nameof(EncoderDecoderOptions.AttentionSize)),
            InputFeeding = reader.ReadBoolean(),
            Dropout = reader.ReadSingle(),
            LockedDropout = reader.ReadBoolean(),
            LabelSmoothing = reader.ReadSingle(),
            ScheduledSampling = reader.ReadSingle(),
            ScheduledSamplingSteps = Size(nameof(EncoderDecoderOptions.ScheduledSamplingSteps)),
            TieEmbeddings = reader.ReadBoolean(),
            ShareEmbeddings = reader.ReadBoolean(),
        };
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
}
