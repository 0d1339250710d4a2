namespace MLSeq.Text;

/// <summary>
/// The binary form of a <see cref="Tokenizer"/>: <c>"MLSeq.Tokenizer"</c>, the version (int32), the name, the
/// normalization (int32), then what the kind of tokenizer adds.
/// </summary>
internal static class TokenizerFormat
{
    private const string Magic = "MLSeq.Tokenizer";
    private const int Version = 1;

    public static void WriteHeader(BinaryWriter writer, Tokenizer tokenizer)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(tokenizer.Name);
        writer.Write((int)tokenizer.Normalization);
    }

    public static Tokenizer Read(BinaryReader reader)
    {
        UntrustedData.ReadHeader(reader, Magic, Version, "a tokenizer");
        string name = UntrustedData.ReadText(reader, "the tokenizer's name", 64);
        var normalization = (TextNormalization)UntrustedData.ReadInt32(reader, "the tokenizer's normalization", 0, 7);
        return name switch
        {
            WordTokenizer.KindName => new WordTokenizer(normalization),
            WhitespaceTokenizer.KindName => new WhitespaceTokenizer(normalization),
            PatternTokenizer.KindName => PatternTokenizer.LoadBody(reader, normalization),
            CharacterTokenizer.KindName => new CharacterTokenizer(normalization),
            BytePairTokenizer.KindName => BytePairTokenizer.LoadBody(reader, normalization),
            _ => throw new InvalidDataException(
                $"Unknown kind of tokenizer '{name}'; expected word, whitespace, pattern, character or bpe."),
        };
    }
}
