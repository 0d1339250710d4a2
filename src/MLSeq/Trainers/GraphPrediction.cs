using MLSeq.Graphs;

namespace MLSeq;

/// <summary>A column that a predictor adds, as a value of a graph.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Value">The value.</param>
/// <param name="Form">Its element type and shape.</param>
internal readonly record struct GraphPrediction(string ColumnName, GraphValue Value, PredictionForm Form);
