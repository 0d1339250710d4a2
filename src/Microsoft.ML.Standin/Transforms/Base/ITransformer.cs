using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Turns data into other data.</summary>
public interface ITransformer : ICanSaveModel
{
    /// <summary>Whether each row comes from one row, so that <see cref="GetRowToRowMapper"/> works.</summary>
    bool IsRowToRowMapper { get; }

    /// <summary>The columns that come out for those that go in.</summary>
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>The data transformed, computed only as it is read.</summary>
    IDataView Transform(IDataView input);

    /// <summary>What maps one row of such a schema.</summary>
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}
