namespace Microsoft.ML;

public sealed partial class BinaryClassificationCatalog
{
    /// <summary>Trainers of classifiers into two classes.</summary>
    public sealed class BinaryClassificationTrainers : CatalogInstantiatorBase
    {
        internal BinaryClassificationTrainers(BinaryClassificationCatalog catalog)
            : base(catalog)
        {
        }
    }
}
