using MLSeq.Text;

namespace MLSeq.Decoding.Beams;

/// <summary>Options as models keep them.</summary>
public sealed partial class BeamSearchOptions
{
    private const int MostTokens = 1 << 24;

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Width);
        writer.Write(Best);
        writer.Write(LengthPenalty);
        writer.Write(CoveragePenalty);
        writer.Write(MinLength);
        writer.Write(MaxLength ?? -1);
        writer.Write(NoRepeatNgram);
        writer.Write(KeepAttention);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; whether it is in range is for <see cref="Check"/> to say.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static BeamSearchOptions Load(BinaryReader reader)
    {
        var options = new BeamSearchOptions
        {
            Width = UntrustedData.ReadInt32(reader, "the width of a beam", 1, MostTokens),
            Best = UntrustedData.ReadInt32(reader, "the number of targets", 1, MostTokens),
            LengthPenalty = reader.ReadSingle(),
            CoveragePenalty = reader.ReadSingle(),
            MinLength = UntrustedData.ReadInt32(reader, "the least length", 0, MostTokens),
        };
        var most = UntrustedData.ReadInt32(reader, "the largest length", -1, MostTokens);
        options.MaxLength = most < 0 ? null : most;
        options.NoRepeatNgram = UntrustedData.ReadInt32(reader, "the length of n-grams", 0, MostTokens);
        options.KeepAttention = reader.ReadBoolean();
        return options;
    }
}
