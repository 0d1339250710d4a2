using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>A source and its target to learn from. Each row of a source of rows is its own object: pools of them are kept.</summary>
public sealed class SequencePair
{
    /// <summary>The source's token ids. An empty source is read as one unknown token.</summary>
    public required int[] Source { get; init; }

    /// <summary>The target's token ids, without <see cref="EncoderDecoderOptions.StartId"/> and <see cref="EncoderDecoderOptions.EndId"/>, at most 65,534.</summary>
    public required int[] Target { get; init; }

    /// <summary>How much each token of the target counts in the loss, at least 0. 1 by default.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>The number of tokens to tell, the end included.</summary>
    internal int Steps => Target.Length + 1;

    /// <summary>Adds all that is in the pair to a hash.</summary>
    internal void AddTo(IncrementalHash hash)
    {
        ReadOnlySpan<int> lengths = [Source.Length, Target.Length];
        hash.AppendData(MemoryMarshal.AsBytes(lengths));
        hash.AppendData(MemoryMarshal.AsBytes(Source.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Target.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes([Weight]));
    }
}
