namespace MLSeq;

/// <summary>How far an output of an exported file is from the model's column.</summary>
/// <param name="Name">The output.</param>
/// <param name="LargestDifference">
/// The largest difference of two numbers, infinite where rows differ in length or one is no number; 0 for texts, flags and integers.
/// </param>
/// <param name="DifferingShare">The share of rows whose texts, flags or integers are not the same, from 0 to 1; 0 for numbers.</param>
/// <param name="Row">The row, from 0, of the largest difference, or the first one that differs; null where nothing does.</param>
public sealed record OnnxOutputDifference(string Name, double LargestDifference, double DifferingShare, int? Row);
