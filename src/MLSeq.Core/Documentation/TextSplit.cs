namespace MLSeq.Documentation;

/// <summary>Which texts are trained on (8 of 10), validated with and tested on (1 of 10 each), by a hash of the text alone.</summary>
internal static class TextSplit
{
    /// <summary>The part of a text of this hash: 0 to train on, 1 to validate, 2 to test.</summary>
    public static int Part(ulong hash) => hash % 10 < 8 ? 0 : (int)(hash % 10) - 7;

    /// <summary>FNV-1a over the UTF-16 code units, with a last mix so that every digit depends on every bit.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
        hash = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9UL;
        return hash ^ (hash >> 32);
    }
}
