namespace MLSeq;

/// <summary>How far the scores of an exported file are from those of the model that was exported, on the rows of <see cref="SequenceOnnxExportOptions.Verify"/>.</summary>
/// <param name="Rows">How many rows were scored both ways.</param>
/// <param name="Outputs">Each output of the file.</param>
public sealed record OnnxExportReport(int Rows, IReadOnlyList<OnnxOutputDifference> Outputs)
{
    /// <summary>The largest difference of a number in any output.</summary>
    public double LargestDifference => Outputs.Select(output => output.LargestDifference).DefaultIfEmpty().Max();

    /// <summary>The largest share of rows whose texts, labels or integers differ in an output, from 0 to 1.</summary>
    public double DifferingShare => Outputs.Select(output => output.DifferingShare).DefaultIfEmpty().Max();
}
