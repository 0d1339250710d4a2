using MLSeq.Embeddings.Training;

namespace MLSeq;

/// <summary>Options of <c>Text.FastText</c>.</summary>
public sealed class FastTextEstimatorOptions : WordVectorTrainingOptions<FastTextOptions>;
