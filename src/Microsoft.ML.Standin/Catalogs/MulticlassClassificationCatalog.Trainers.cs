namespace Microsoft.ML;

public sealed partial class MulticlassClassificationCatalog
{
    /// <summary>Trainers of classifiers into several classes.</summary>
    public sealed class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers(MulticlassClassificationCatalog catalog)
            : base(catalog)
        {
        }
    }
}
