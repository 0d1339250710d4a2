using MLSeq.Embeddings.Training;

namespace MLSeq;

/// <summary>Options of <c>Text.GloVe</c>.</summary>
public sealed class GloVeEstimatorOptions : WordVectorTrainingOptions<GloVeOptions>;
