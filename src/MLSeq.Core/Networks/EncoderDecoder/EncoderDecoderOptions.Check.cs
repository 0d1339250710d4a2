using MLSeq.Embeddings.Training;

namespace MLSeq.Networks.EncoderDecoder;

public sealed partial class EncoderDecoderOptions
{
    /// <summary>Every option by name: a run goes on from a checkpoint only where all are the same.</summary>
    internal IEnumerable<(string Name, string Value)> Conditions =>
    [
        TrainingCheckpoint.Condition(nameof(Attention), Attention),
        TrainingCheckpoint.Condition(nameof(AttentionSize), AttentionSize),
        TrainingCheckpoint.Condition(nameof(Bidirectional), Bidirectional),
        TrainingCheckpoint.Condition(nameof(DecoderCell), DecoderCell),
        TrainingCheckpoint.Condition(nameof(DecoderLayers), DecoderLayers),
        TrainingCheckpoint.Condition(nameof(Dropout), Dropout),
        TrainingCheckpoint.Condition(nameof(EmbeddingSize), EmbeddingSize),
        TrainingCheckpoint.Condition(nameof(EncoderCell), EncoderCell),
        TrainingCheckpoint.Condition(nameof(EncoderHiddenSize), EncoderHiddenSize),
        TrainingCheckpoint.Condition(nameof(EncoderLayers), EncoderLayers),
        TrainingCheckpoint.Condition(nameof(EndId), EndId),
        TrainingCheckpoint.Condition(nameof(HiddenSize), HiddenSize),
        TrainingCheckpoint.Condition(nameof(InitRange), InitRange),
        TrainingCheckpoint.Condition(nameof(Initialization), Initialization),
        TrainingCheckpoint.Condition(nameof(InputFeeding), InputFeeding),
        TrainingCheckpoint.Condition(nameof(LabelSmoothing), LabelSmoothing),
        TrainingCheckpoint.Condition(nameof(LockedDropout), LockedDropout),
        TrainingCheckpoint.Condition(nameof(ScheduledSampling), ScheduledSampling),
        TrainingCheckpoint.Condition(nameof(ScheduledSamplingSteps), ScheduledSamplingSteps),
        TrainingCheckpoint.Condition(nameof(ShareEmbeddings), ShareEmbeddings),
        TrainingCheckpoint.Condition(nameof(SourceVocabularySize), SourceVocabularySize),
        TrainingCheckpoint.Condition(nameof(StartId), StartId),
        TrainingCheckpoint.Condition(nameof(TargetVocabularySize), TargetVocabularySize),
        TrainingCheckpoint.Condition(nameof(TieEmbeddings), TieEmbeddings),
    ];

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        AtLeast(SourceVocabularySize, 1, nameof(SourceVocabularySize));
        AtLeast(TargetVocabularySize, 2, nameof(TargetVocabularySize));
        OptionCheck.Require(StartId >= 0 && StartId < TargetVocabularySize, nameof(StartId), StartId, $"0 to {TargetVocabularySize - 1}");
        OptionCheck.Require(EndId >= 0 && EndId < TargetVocabularySize, nameof(EndId), EndId, $"0 to {TargetVocabularySize - 1}");
        AtLeast(EmbeddingSize, 1, nameof(EmbeddingSize));
        OneOf(EncoderCell, nameof(EncoderCell));
        OneOf(DecoderCell, nameof(DecoderCell));
        AtLeast(HiddenSize, 1, nameof(HiddenSize));
        AtLeast(EncoderHiddenSize, 0, nameof(EncoderHiddenSize));
        AtLeast(EncoderLayers, 1, nameof(EncoderLayers));
        AtLeast(DecoderLayers, 1, nameof(DecoderLayers));
        OneOf(Attention, nameof(Attention));
        AtLeast(AttentionSize, 0, nameof(AttentionSize));
        OptionCheck.Require(
            Attention != AttentionKind.Dot || MemorySize == HiddenSize, nameof(Attention), Attention,
            $"{AttentionKind.General} or {AttentionKind.Additive}, or encoder states of {nameof(HiddenSize)} {HiddenSize} values, not {MemorySize}");
        Share(Dropout, nameof(Dropout));
        Share(LabelSmoothing, nameof(LabelSmoothing));
        OptionCheck.Require(ScheduledSampling is >= 0 and <= 1, nameof(ScheduledSampling), ScheduledSampling, "0 to 1");
        AtLeast(ScheduledSamplingSteps, 0, nameof(ScheduledSamplingSteps));
        OptionCheck.Require(
            !TieEmbeddings || EmbeddingSize == HiddenSize, nameof(EmbeddingSize), EmbeddingSize, $"{nameof(HiddenSize)}, {HiddenSize}, since {nameof(TieEmbeddings)} is on");
        OptionCheck.Require(
            !ShareEmbeddings || SourceVocabularySize == TargetVocabularySize, nameof(SourceVocabularySize), SourceVocabularySize,
            $"{nameof(TargetVocabularySize)}, {TargetVocabularySize}, since {nameof(ShareEmbeddings)} is on");
        OneOf(Initialization, nameof(Initialization));
        OptionCheck.Require(float.IsFinite(InitRange) && InitRange > 0, nameof(InitRange), InitRange, "a positive number");
    }

    private static void AtLeast(int value, int least, string name) => OptionCheck.Require(value >= least, name, value, $"at least {least}");

    private static void Share(float value, string name) => OptionCheck.Require(value is >= 0 and < 1, name, value, "0 up to, but not including, 1");

    private static void OneOf<T>(T value, string name)
        where T : struct, Enum => OptionCheck.Require(Enum.IsDefined(value), name, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");
}
