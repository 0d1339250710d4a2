namespace MLSeq;

/// <summary>Options of the multiclass and binary <c>SequenceClassifier</c>.</summary>
public sealed class SequenceClassifierOptions : SequenceLearnerOptions;
