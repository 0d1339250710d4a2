using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>The column that says how much each example counts, where there is one.</summary>
internal static class ExampleWeights
{
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    public static void Check(SchemaShape inputSchema, string? columnName)
    {
        if (columnName is not null && ColumnTypes.Find(inputSchema, columnName, "weight") is var weight && !weight.IsScalar(NumberDataViewType.Single))
        {
            throw ColumnTypes.Mismatch(weight, "weight", "Single");
        }
    }

    /// <summary>Makes a getter of the weight of a cursor's row; 1 without a column. It throws where the weight is negative or not finite.</summary>
    public static Func<float> MakeGetter(DataViewRow row, string? columnName)
    {
        if (columnName is null)
        {
            return () => 1;
        }

        var get = row.GetGetter<float>(row.Schema[columnName]);
        var weight = 0f;
        return () =>
        {
            get(ref weight);
            return weight >= 0 && float.IsFinite(weight)
                ? weight
                : throw new InvalidOperationException(
                    $"Row {row.Position}: weight column '{columnName}' has {weight}; expected a finite number of at least 0.");
        };
    }
}
