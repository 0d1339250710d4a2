namespace Microsoft.ML;

public sealed partial class RegressionCatalog
{
    /// <summary>Trainers of regressors.</summary>
    public sealed class RegressionTrainers : CatalogInstantiatorBase
    {
        internal RegressionTrainers(RegressionCatalog catalog)
            : base(catalog)
        {
        }
    }
}
