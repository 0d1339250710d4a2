using MLSeq.Networks;

namespace MLSeq.Decoding.Beams;

/// <summary>What a beam search, or drawing targets, needs of a model that writes a target token by token: one step of any number of targets at a time.</summary>
internal abstract class TargetDecoder
{
    /// <summary>By how much a source's token lengthens <see cref="MaxLength"/>.</summary>
    public const long MaxLengthPerToken = 2;

    /// <summary><see cref="MaxLength"/> where a source has no tokens.</summary>
    public const long LeastMaxLength = 10;

    /// <summary>What stands before the first token.</summary>
    public abstract int StartId { get; }

    /// <summary>What ends a target.</summary>
    public abstract int EndId { get; }

    /// <summary>The lengths of the sources that were read.</summary>
    public abstract ReadOnlySpan<int> SourceLengths { get; }

    /// <summary>Tokens that no target has, however probable the model holds them.</summary>
    public virtual ReadOnlySpan<int> Forbidden => default;

    /// <summary>The largest number of tokens in a source's target where nothing else is asked for: twice the source's and 10 more.</summary>
    public virtual int MaxLength(int source) => (int)((MaxLengthPerToken * SourceLengths[source]) + LeastMaxLength);

    /// <summary>
    /// The raw outputs [rows, tokens], whose softmax is the probability of the next token, after each row's last token. The caller may change them.
    /// </summary>
    /// <param name="ids">The rows' last tokens.</param>
    /// <param name="parents">Which row of the step before each row goes on from; at the first step, which source.</param>
    /// <param name="sources">The source of each row.</param>
    public abstract Matrix Step(ReadOnlySpan<int> ids, ReadOnlySpan<int> parents, ReadOnlySpan<int> sources);

    /// <summary>The attention of a row's last step over its source; empty without.</summary>
    public abstract ReadOnlySpan<float> Attention(int row);
}
