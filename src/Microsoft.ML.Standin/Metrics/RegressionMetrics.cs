namespace Microsoft.ML.Data;

/// <summary>How good a regressor is.</summary>
public sealed class RegressionMetrics
{
    internal RegressionMetrics()
    {
    }

    /// <summary>The mean of |score - label|.</summary>
    public double MeanAbsoluteError { get; internal init; }

    /// <summary>The mean of (score - label)².</summary>
    public double MeanSquaredError { get; internal init; }

    /// <summary>The square root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError { get; internal init; }

    /// <summary>The mean loss, which is the squared error.</summary>
    public double LossFunction { get; internal init; }

    /// <summary>1 - <see cref="MeanSquaredError"/> / the variance of the labels.</summary>
    public double RSquared { get; internal init; }
}
