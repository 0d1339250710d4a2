using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    /// <summary>A list of trainers, to which extension methods add.</summary>
    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        private readonly TrainCatalogBase _owner;

        private protected CatalogInstantiatorBase(TrainCatalogBase catalog)
        {
            _owner = catalog;
        }

        IHostEnvironment IInternalCatalog.Environment => _owner.Environment;
    }
}
