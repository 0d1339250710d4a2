using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MLSeq.Networks.Heads;

namespace MLSeq.Networks.Training;

/// <summary>One sequence to learn from or to score. Each row of a source is its own object: pools of them are kept.</summary>
public sealed class SequenceExample
{
    /// <summary>The token ids, from 0 (unknown) to the vocabulary's size; null for frames.</summary>
    public int[]? Ids { get; init; }

    /// <summary>The frames [T, FrameSize], row-major; null for ids.</summary>
    public float[]? Frames { get; init; }

    /// <summary>
    /// The ids of each token's characters [T], from 0 (unknown), in a network with <see cref="SequenceNetworkOptions.Characters"/>; else null. Equal
    /// tokens should share an array: what is made of it is then made once a batch.
    /// </summary>
    public int[][]? Characters { get; init; }

    /// <summary>
    /// The answer to the whole sequence: the class index from 0, 0 or 1 for a binary network, or the value of a regression. Unused
    /// in scoring, and where <see cref="StepLabels"/> or <see cref="Targets"/> hold the answer.
    /// </summary>
    public float Label { get; init; }

    /// <summary>The class index of each step [T], -1 where it is not counted, in a network that answers each step; else null.</summary>
    public int[]? StepLabels { get; init; }

    /// <summary>
    /// The class indices from 1 that are to be read off the steps, in order, in a network with <see cref="NetworkOutput.ConnectionistTemporalClassification"/>;
    /// else null. With a step for each of them, and one between equal ones, at least; an example with fewer is not counted.
    /// </summary>
    public int[]? Transcript { get; init; }

    /// <summary>
    /// What the outputs of a network with sigmoid or linear outputs are compared with: [OutputSize], or [T, OutputSize] where
    /// each step is answered, row-major. Null where <see cref="Label"/> is the only one.
    /// </summary>
    public float[]? Targets { get; init; }

    /// <summary>The features that the sequence starts from [StateSize]; null in a network without.</summary>
    public float[]? State { get; init; }

    /// <summary>How much the example, or each of its steps, counts in the loss, at least 0. 1 by default.</summary>
    public float Weight { get; init; } = 1;

    internal int LengthIn(int frameSize) =>
        Math.Max(1, frameSize == 0 ? Ids?.Length ?? 0 : (Frames?.Length ?? 0) / frameSize);

    /// <summary>Whether there is a transcript that can be read off the steps.</summary>
    internal bool FitsTranscript(int frameSize) => Transcript is not null && CtcLoss.StepsFor(Transcript) <= LengthIn(frameSize);

    /// <summary>How much the example's answers count together.</summary>
    internal double WeightIn(BatchShape shape)
    {
        if (!shape.EachStep)
        {
            return Weight;
        }

        if (shape.HasTranscripts)
        {
            return FitsTranscript(shape.FrameSize) ? (double)Weight * Math.Max(1, Transcript!.Length) : 0;
        }

        if (shape.TargetSize > 0)
        {
            return (double)Weight * (Targets?.Length ?? 0) / shape.TargetSize;
        }

        var counted = 0;
        foreach (var label in StepLabels ?? [])
        {
            counted += label >= 0 ? 1 : 0;
        }

        return (double)Weight * counted;
    }

    /// <summary>At most <paramref name="count"/> steps of a sequence of ids, each of which has a label; empty behind its end.</summary>
    internal SequenceExample Part(int first, int count) => new()
    {
        Ids = [.. Ids.AsSpan().Slice(Math.Min(first, Ids!.Length), Math.Clamp(Ids.Length - first, 0, count))],
        StepLabels = [.. StepLabels.AsSpan().Slice(Math.Min(first, StepLabels!.Length), Math.Clamp(StepLabels.Length - first, 0, count))],
        Weight = Weight,
    };

    /// <summary>Adds all that is in the example to a hash.</summary>
    internal void AddTo(IncrementalHash hash)
    {
        void Add<T>(T[]? values)
            where T : struct
        {
            ReadOnlySpan<int> length = [values?.Length ?? -1];
            hash.AppendData(MemoryMarshal.AsBytes(length));
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        Add(Ids);
        Add(Frames);
        Add(StepLabels);
        Add(Transcript);
        Add(Targets);
        Add(State);
        Add([Label, Weight]);
        foreach (var characters in Characters ?? [])
        {
            Add(characters);
        }
    }
}
