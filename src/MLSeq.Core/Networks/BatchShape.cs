using System.Runtime.InteropServices;

namespace MLSeq.Networks;

/// <summary>What a network's batches hold.</summary>
/// <param name="FrameSize">The number of values in a frame; 0 for token ids.</param>
/// <param name="EachStep">Whether every step has an answer of its own.</param>
/// <param name="TargetSize">The number of values that an answer is compared with; 0 where it is a class.</param>
/// <param name="StateSize">The number of features that a sequence starts from; 0 for none.</param>
/// <param name="HasCharacters">Whether tokens come with their characters.</param>
/// <param name="HasTranscripts">Whether the steps are answered together, by labels that are read off them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchShape(int FrameSize, bool EachStep, int TargetSize, int StateSize = 0, bool HasCharacters = false, bool HasTranscripts = false)
{
    public static BatchShape Of(SequenceNetworkOptions options) => new(
        options.FrameSize,
        options.Pooling == SequencePooling.None,
        options.Output is NetworkOutput.Sigmoid or NetworkOutput.Linear ? options.OutputSize : 0,
        options.StateSize,
        options.Characters != CharacterFeatures.None,
        options.Output == NetworkOutput.ConnectionistTemporalClassification);
}
