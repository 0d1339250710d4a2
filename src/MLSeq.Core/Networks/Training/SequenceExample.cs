namespace MLSeq.Networks.Training;

/// <summary>One sequence to learn from or to score. Each row of a source is its own object: pools of them are kept.</summary>
public sealed class SequenceExample
{
    /// <summary>The token ids, from 0 (unknown) to the vocabulary's size; null for frames.</summary>
    public int[]? Ids { get; init; }

    /// <summary>The frames [T, FrameSize], row-major; null for ids.</summary>
    public float[]? Frames { get; init; }

    /// <summary>The class index from 0, 0 or 1 for a binary network, or the value of a regression. Unused in scoring.</summary>
    public float Label { get; init; }

    /// <summary>How much the example counts in the loss, at least 0. 1 by default.</summary>
    public float Weight { get; init; } = 1;

    internal int LengthIn(int frameSize) =>
        Math.Max(1, frameSize == 0 ? Ids?.Length ?? 0 : (Frames?.Length ?? 0) / frameSize);
}
