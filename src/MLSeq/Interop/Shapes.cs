using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Interop;

/// <summary>Shapes of schemas that estimators promise.</summary>
internal static class Shapes
{
    /// <summary>A schema's shape with columns added; one of the same name is replaced.</summary>
    public static SchemaShape Add(SchemaShape input, params SchemaShape.Column[] added)
    {
        var columns = input.ToDictionary(column => column.Name);
        foreach (var column in added)
        {
            columns[column.Name] = column;
        }

        return new SchemaShape(columns.Values);
    }

    /// <summary>The shape of a column without annotations.</summary>
    public static SchemaShape.Column Column(string name, DataViewType type) => type is VectorDataViewType vector
        ? new(name, vector.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector, vector.ItemType, false)
        : new(name, SchemaShape.Column.VectorKind.Scalar, type, false);
}
