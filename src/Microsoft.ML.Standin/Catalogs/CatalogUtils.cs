using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How extension methods of catalogs get at the environment.</summary>
internal static class CatalogUtils
{
    public static IHostEnvironment GetEnvironment(this IInternalCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Environment;
    }
}
