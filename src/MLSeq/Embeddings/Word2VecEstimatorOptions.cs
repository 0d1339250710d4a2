using MLSeq.Embeddings.Training;

namespace MLSeq;

/// <summary>Options of <c>Text.Word2Vec</c>.</summary>
public sealed class Word2VecEstimatorOptions : WordVectorTrainingOptions<Word2VecOptions>;
