using MLSeq.Embeddings.Training;

namespace MLSeq.Networks;

public sealed partial class SequenceNetworkOptions
{
    /// <summary>Every option by name: a run goes on from a checkpoint only where all are the same.</summary>
    internal IEnumerable<(string Name, string Value)> Conditions =>
    [
        TrainingCheckpoint.Condition(nameof(Bidirectional), Bidirectional),
        TrainingCheckpoint.Condition(nameof(Cell), Cell),
        TrainingCheckpoint.Condition(nameof(CharacterEmbeddingSize), CharacterEmbeddingSize),
        TrainingCheckpoint.Condition(nameof(CharacterSize), CharacterSize),
        TrainingCheckpoint.Condition(nameof(CharacterVocabularySize), CharacterVocabularySize),
        TrainingCheckpoint.Condition(nameof(Characters), Characters),
        TrainingCheckpoint.Condition(nameof(Cutoffs), Cutoffs),
        TrainingCheckpoint.Condition(nameof(DenseLayers), DenseLayers),
        TrainingCheckpoint.Condition(nameof(Dropout), Dropout),
        TrainingCheckpoint.Condition(nameof(EmbeddingSize), EmbeddingSize),
        TrainingCheckpoint.Condition(nameof(FrameSize), FrameSize),
        TrainingCheckpoint.Condition(nameof(HiddenSize), HiddenSize),
        TrainingCheckpoint.Condition(nameof(InitRange), InitRange),
        TrainingCheckpoint.Condition(nameof(Initialization), Initialization),
        TrainingCheckpoint.Condition(nameof(Layers), Layers),
        TrainingCheckpoint.Condition(nameof(LockedDropout), LockedDropout),
        TrainingCheckpoint.Condition(nameof(Output), Output),
        TrainingCheckpoint.Condition(nameof(OutputSize), OutputSize),
        TrainingCheckpoint.Condition(nameof(Pooling), Pooling),
        TrainingCheckpoint.Condition(nameof(Samples), Samples),
        TrainingCheckpoint.Condition(nameof(Softmax), Softmax),
        TrainingCheckpoint.Condition(nameof(StateSize), StateSize),
        TrainingCheckpoint.Condition(nameof(TieEmbeddings), TieEmbeddings),
        TrainingCheckpoint.Condition(nameof(VocabularySize), VocabularySize),
        TrainingCheckpoint.Condition(nameof(WordDropout), WordDropout),
    ];
}
