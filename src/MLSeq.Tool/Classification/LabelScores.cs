namespace MLSeq.Tool.Classification;

/// <summary>Figures of one label, or their averages.</summary>
/// <param name="Label">The label.</param>
/// <param name="Examples">How many texts have it.</param>
/// <param name="Precision">Of those predicted to have it, the share that do.</param>
/// <param name="Recall">Of those that have it, the share predicted so.</param>
/// <param name="F1">The harmonic mean of precision and recall.</param>
internal sealed record LabelScores(string Label, long Examples, double Precision, double Recall, double F1);
