using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Corpora;

/// <summary>Two neighbouring words of a text, by their numbers.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WordPair(int First, int Second)
{
    /// <summary>Multiplicative: exclusive or, as of a long's halves, would let most pairs of frequent words collide.</summary>
    public override int GetHashCode() => (int)(((((ulong)(uint)First << 32) | (uint)Second) * 0x9E3779B97F4A7C15UL) >> 32);
}
