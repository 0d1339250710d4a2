namespace Microsoft.ML.Data;

/// <summary>How good a classifier into two classes is.</summary>
public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics()
    {
    }

    /// <summary>The chance that a positive row has a larger score than a negative one; equal scores count half.</summary>
    public double AreaUnderRocCurve { get; internal init; }

    /// <summary>The part of the rows that are classified right.</summary>
    public double Accuracy { get; internal init; }

    /// <summary>The part of the rows predicted positive that are positive.</summary>
    public double PositivePrecision { get; internal init; }

    /// <summary>The part of the positive rows that are predicted positive.</summary>
    public double PositiveRecall { get; internal init; }

    /// <summary>The part of the rows predicted negative that are negative.</summary>
    public double NegativePrecision { get; internal init; }

    /// <summary>The part of the negative rows that are predicted negative.</summary>
    public double NegativeRecall { get; internal init; }

    /// <summary>The harmonic mean of precision and recall of the positive class.</summary>
    public double F1Score { get; internal init; }

    /// <summary>The area under precision over recall, by trapezoids.</summary>
    public double AreaUnderPrecisionRecallCurve { get; internal init; }

    /// <summary>The counts; the positive class is the first.</summary>
    public ConfusionMatrix ConfusionMatrix { get; internal init; }
}
