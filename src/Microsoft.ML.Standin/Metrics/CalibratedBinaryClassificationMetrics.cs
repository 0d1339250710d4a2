namespace Microsoft.ML.Data;

/// <summary>How good a classifier into two classes is that also tells probabilities.</summary>
public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    internal CalibratedBinaryClassificationMetrics()
    {
    }

    /// <summary>The mean of -log2 p, in bits, where p is the probability of the true class.</summary>
    public double LogLoss { get; internal init; }

    /// <summary>(<see cref="Entropy"/> - <see cref="LogLoss"/>) / <see cref="Entropy"/>.</summary>
    public double LogLossReduction { get; internal init; }

    /// <summary>The entropy of the labels, in bits.</summary>
    public double Entropy { get; internal init; }
}
