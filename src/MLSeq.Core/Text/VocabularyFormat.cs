namespace MLSeq.Text;

/// <summary>
/// The binary form of a <see cref="Vocabulary"/>: <c>"MLSeq.Vocabulary"</c>, the version (int32), the number of entries
/// (int32), the unknown token's count (int64), then each entry (string) and its count (int64).
/// </summary>
internal static class VocabularyFormat
{
    private const string Magic = "MLSeq.Vocabulary";
    private const int Version = 1;
    private const int MaximumTokenBytes = 1 << 29;

    public static void Write(BinaryWriter writer, Vocabulary vocabulary)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(vocabulary.Count - 1);
        writer.Write(vocabulary.GetCount(Vocabulary.UnknownId));
        for (int id = 1; id < vocabulary.Count; id++)
        {
            writer.Write(vocabulary[id]);
            writer.Write(vocabulary.GetCount(id));
        }
    }

    public static Vocabulary Read(BinaryReader reader)
    {
        UntrustedData.ReadHeader(reader, Magic, Version, "a vocabulary");
        int size = UntrustedData.ReadInt32(reader, "the vocabulary's size", 0, Array.MaxLength - 1);
        long unknown = UntrustedData.ReadInt64(reader, "the unknown token's count", 0);

        // The lists grow with the entries that are really there.
        var entries = new List<string>(Math.Min(size, 4096));
        var counts = new List<long>(Math.Min(size, 4096));
        for (int i = 1; i <= size; i++)
        {
            entries.Add(UntrustedData.ReadText(reader, $"entry {i} of {size} of the vocabulary", MaximumTokenBytes));
            counts.Add(UntrustedData.ReadInt64(reader, $"the count of entry {i} of the vocabulary", 0));
        }

        try
        {
            return new Vocabulary(entries, counts, unknown);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"Damaged data: {e.Message}", e);
        }
    }
}
