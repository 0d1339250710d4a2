namespace Microsoft.ML.Data;

/// <summary>How good a classifier into several classes is.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics()
    {
    }

    /// <summary>The mean of -ln p, where p is the score of the true class, at least 1e-15.</summary>
    public double LogLoss { get; internal init; }

    /// <summary>1 - <see cref="LogLoss"/> / the log-loss of always telling the frequencies of the classes.</summary>
    public double LogLossReduction { get; internal init; }

    /// <summary>The mean over the classes that have rows of the part of their rows that are classified right.</summary>
    public double MacroAccuracy { get; internal init; }

    /// <summary>The part of the rows that are classified right.</summary>
    public double MicroAccuracy { get; internal init; }

    /// <summary>The part of the rows whose class is among the <see cref="TopKPredictionCount"/> with the largest scores; 0 where it was not asked for.</summary>
    public double TopKAccuracy { get; internal init; }

    /// <summary>The K of <see cref="TopKAccuracy"/>.</summary>
    public int TopKPredictionCount { get; internal init; }

    /// <summary>The top-K accuracy for each K from 1 on; null where it was not asked for.</summary>
    public IReadOnlyList<double> TopKAccuracyForAllK { get; internal init; }

    /// <summary>For each class, the mean log-loss of its rows; 0 where it has none.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; internal init; }

    /// <summary>How often each class was predicted as each.</summary>
    public ConfusionMatrix ConfusionMatrix { get; internal init; }
}
