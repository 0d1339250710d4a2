using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Classification into several classes.</summary>
public sealed partial class MulticlassClassificationCatalog : TrainCatalogBase
{
    internal MulticlassClassificationCatalog(IHostEnvironment env)
        : base(env)
    {
        Trainers = new(this);
    }

    /// <summary>Trainers.</summary>
    public MulticlassClassificationTrainers Trainers { get; }
}
