using MLSeq.Decoding.Beams;
using MLSeq.Networks.EncoderDecoder;

namespace MLSeq;

/// <summary>How a transformer searches for translations, as it is saved.</summary>
/// <param name="Options">The beam; not changed any more.</param>
/// <param name="ReplaceUnknown">Whether unknown tokens become those of the source that were looked at most.</param>
internal sealed record TranslationSearch(BeamSearchOptions Options, bool ReplaceUnknown)
{
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
        Options.Save(writer);
        writer.Write(ReplaceUnknown);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; whether it is in range is for <see cref="Check"/> to say.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static TranslationSearch Load(BinaryReader reader) => new(BeamSearchOptions.Load(reader), reader.ReadBoolean());
}
