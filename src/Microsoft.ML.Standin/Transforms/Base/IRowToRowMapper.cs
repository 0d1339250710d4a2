namespace Microsoft.ML.Data;

/// <summary>Maps one row to one row.</summary>
public interface IRowToRowMapper
{
    /// <summary>The columns of the rows that are mapped.</summary>
    DataViewSchema InputSchema { get; }

    /// <summary>The columns of the rows that come out.</summary>
    DataViewSchema OutputSchema { get; }

    /// <summary>The input columns that output columns are computed from.</summary>
    IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

    /// <summary>A row that follows the input row, with the active columns.</summary>
    DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
}
