namespace MLSeq;

/// <summary>The element type and shape of a prediction in a graph.</summary>
internal enum PredictionForm
{
    /// <summary>Single precision, [N, K].</summary>
    Scores,

    /// <summary>Single precision, [N, T, K]; what is past a row's end means nothing.</summary>
    StepScores,

    /// <summary>Single precision, [N, 1].</summary>
    Number,

    /// <summary>Boolean, [N, 1].</summary>
    Flag,

    /// <summary>The class's index from 0 in the scores, [N, 1] (int64).</summary>
    ClassIndex,

    /// <summary>The index from 0 of each step's class, [N, T] (int64); what is past a row's end means nothing.</summary>
    StepClasses,
}
