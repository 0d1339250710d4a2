namespace MLSeq;

/// <summary>Options of the <c>SequenceRegressor</c>.</summary>
public sealed class SequenceRegressorOptions : SequenceLearnerOptions;
