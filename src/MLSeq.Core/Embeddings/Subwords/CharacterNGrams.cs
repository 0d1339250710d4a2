using System.Text;

namespace MLSeq.Embeddings.Subwords;

/// <summary>
/// The character n-grams of a word and the buckets that they are hashed to, as fastText cuts and hashes them (Bojanowski,
/// Grave, Joulin and Mikolov, 2017): all stretches of MinN to MaxN code points of "&lt;word&gt;", but for a lone "&lt;"
/// or "&gt;".
/// </summary>
internal static class CharacterNGrams
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>What stands for the end of a line in fastText's vocabularies; it has no n-grams.</summary>
    private static ReadOnlySpan<byte> SentenceEnd => "</s>"u8;

    /// <summary>
    /// FNV-1a of 32 bits with fastText's peculiarity: a byte above 127 is taken as a signed one, so that its sign fills
    /// the upper 24 bits.
    /// </summary>
    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = OffsetBasis;
        foreach (var value in bytes)
        {
            hash = Append(hash, value);
        }

        return hash;
    }

    /// <inheritdoc cref="AddBuckets(ReadOnlySpan{byte}, int, int, int, List{int})"/>
    public static void AddBuckets(string word, int minN, int maxN, int buckets, List<int> result)
    {
        const int OnStack = 256;
        var length = Encoding.UTF8.GetMaxByteCount(word.Length);
        Span<byte> bytes = length <= OnStack ? stackalloc byte[OnStack] : new byte[length];
        AddBuckets(bytes[..Encoding.UTF8.GetBytes(word, bytes)], minN, maxN, buckets, result);
    }

    /// <summary>Adds the bucket of each n-gram, in the order of their starts and then of their lengths.</summary>
    /// <param name="word">UTF-8; what is not is cut before every byte that could start a character.</param>
    /// <param name="minN">The least number of code points in an n-gram.</param>
    /// <param name="maxN">The largest number; below 1 there are no n-grams.</param>
    /// <param name="buckets">The number of buckets.</param>
    /// <param name="result">Takes the buckets, from 0 to <paramref name="buckets"/> - 1.</param>
    public static void AddBuckets(ReadOnlySpan<byte> word, int minN, int maxN, int buckets, List<int> result)
    {
        if (maxN < 1 || buckets < 1 || word.SequenceEqual(SentenceEnd))
        {
            return;
        }

        const int OnStack = 256;
        var length = word.Length + 2;
        Span<byte> marked = length <= OnStack ? stackalloc byte[length] : new byte[length];
        marked[0] = (byte)'<';
        word.CopyTo(marked[1..]);
        marked[^1] = (byte)'>';
        for (var start = 0; start < length; start++)
        {
            if (Continues(marked[start]))
            {
                continue;
            }

            var hash = OffsetBasis;
            var end = start;
            for (var n = 1; n <= maxN && end < length; n++)
            {
                do
                {
                    hash = Append(hash, marked[end++]);
                }
                while (end < length && Continues(marked[end]));
                var loneMark = n == 1 && (start == 0 || end == length);
                if (n >= minN && !loneMark)
                {
                    result.Add((int)(hash % (uint)buckets));
                }
            }
        }
    }

    private static uint Append(uint hash, byte value) => (hash ^ (uint)(sbyte)value) * Prime;

    /// <summary>Whether a byte of UTF-8 is one that goes on with a character.</summary>
    private static bool Continues(byte value) => (value & 0xC0) == 0x80;
}
