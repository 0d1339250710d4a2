using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Regression.</summary>
public sealed partial class RegressionCatalog : TrainCatalogBase
{
    internal RegressionCatalog(IHostEnvironment env)
        : base(env)
    {
        Trainers = new(this);
    }

    /// <summary>Trainers.</summary>
    public RegressionTrainers Trainers { get; }
}
