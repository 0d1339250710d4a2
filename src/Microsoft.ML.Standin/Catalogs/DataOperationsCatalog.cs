using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loads and splits data.</summary>
public sealed partial class DataOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal DataOperationsCatalog(IHostEnvironment env)
    {
        _env = env;
    }

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>Data whose rows are objects, read each time that the data is.</summary>
    /// <param name="data">The objects; a list can be shuffled.</param>
    /// <param name="schemaDefinition">The columns, where they are other than the members and attributes tell.</param>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableDataView<TRow>(data, RowColumns.ForReading(typeof(TRow), schemaDefinition));
    }

    /// <summary>Data whose rows are objects, with the types and annotations of a schema.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableDataView<TRow>(data, RowColumns.ForReading(typeof(TRow), schema));
    }

    /// <summary>The rows as objects, made as they are enumerated.</summary>
    /// <param name="data">The data.</param>
    /// <param name="reuseRowObject">Whether one object is filled in again and again.</param>
    /// <param name="ignoreMissingColumns">Whether members without a column are left as they are.</param>
    /// <param name="schemaDefinition">The columns, where they are other than the members and attributes tell.</param>
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = RowColumns.ForWriting(typeof(TRow), data.Schema, ignoreMissingColumns, schemaDefinition);
        return new RowEnumerable<TRow>(data, columns, reuseRowObject);
    }

    /// <summary>Data that is held in memory when it has been read once.</summary>
    /// <param name="input">The data.</param>
    /// <param name="columnsToPrefetch">Columns that are read together at the first reading.</param>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        var cache = new CacheDataView(input);
        if (columnsToPrefetch is { Length: > 0 })
        {
            cache.Load([.. columnsToPrefetch.Select(name => input.Schema[name])]);
        }

        return cache;
    }
}
