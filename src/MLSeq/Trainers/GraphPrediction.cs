using MLSeq.Graphs;

namespace MLSeq;

/// <summary>A column that a predictor adds, as a value of a graph.</summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Value">The value.</param>
/// <param name="Form">Its element type and shape.</param>
internal readonly record struct GraphPrediction(string ColumnName, GraphValue Value, PredictionForm Form);

/// <summary>The element type and shape of a prediction in a graph.</summary>
internal enum PredictionForm
{
    /// <summary>Single precision, [N, K].</summary>
    Scores,

    /// <summary>Single precision, [N, 1].</summary>
    Number,

    /// <summary>Boolean, [N, 1].</summary>
    Flag,

    /// <summary>The class's index from 0 in the scores, [N, 1] (int64).</summary>
    ClassIndex,
}
