using MLSeq.Decoding.Beams;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Text;

namespace MLSeq;

/// <summary>How a transformer searches for translations, as it is saved.</summary>
/// <param name="Options">The beam; not changed any more.</param>
/// <param name="ReplaceUnknown">Whether unknown tokens become those of the source that were looked at most.</param>
internal sealed record TranslationSearch(BeamSearchOptions Options, bool ReplaceUnknown)
{
    private const int MostTokens = 1 << 24;

    /// <exception cref="ArgumentException">An option is out of range, or asks for the attention of a network without; the message names it.</exception>
    public static void Check(BeamSearchOptions options, bool replaceUnknown, AttentionKind attention)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        void Needs(bool isWanted, string name) => OptionCheck.Require(!isWanted || attention != AttentionKind.None, name, isWanted, "false, since there is no attention");
        Needs(options.KeepAttention, nameof(options.KeepAttention));
        Needs(replaceUnknown, nameof(ReplaceUnknown));
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Options.Width);
        writer.Write(Options.Best);
        writer.Write(Options.LengthPenalty);
        writer.Write(Options.CoveragePenalty);
        writer.Write(Options.MinLength);
        writer.Write(Options.MaxLength ?? -1);
        writer.Write(Options.NoRepeatNgram);
        writer.Write(Options.KeepAttention);
        writer.Write(ReplaceUnknown);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; whether it is in range is for <see cref="Check"/> to say.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static TranslationSearch Load(BinaryReader reader)
    {
        var (width, best) = (UntrustedData.ReadInt32(reader, "the width of a beam", 1, MostTokens), UntrustedData.ReadInt32(reader, "the number of translations", 1, MostTokens));
        var (length, coverage) = (reader.ReadSingle(), reader.ReadSingle());
        var least = UntrustedData.ReadInt32(reader, "the least length", 0, MostTokens);
        var most = UntrustedData.ReadInt32(reader, "the largest length", -1, MostTokens);
        var options = new BeamSearchOptions
        {
            Width = width,
            Best = best,
            LengthPenalty = length,
            CoveragePenalty = coverage,
            MinLength = least,
            MaxLength = most < 0 ? null : most,
            NoRepeatNgram = UntrustedData.ReadInt32(reader, "the length of n-grams", 0, MostTokens),
            KeepAttention = reader.ReadBoolean(),
        };
        return new(options, reader.ReadBoolean());
    }
}
