using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Puts columns of one item type into one vector column.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _host = env.Register(nameof(ColumnConcatenatingEstimator));
        _output = outputColumnName;
        _inputs = inputColumnNames is { Length: > 0 } ? inputColumnNames : [outputColumnName];
    }

    /// <inheritdoc/>
    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema));
        return new(_host, _output, _inputs);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = _inputs.Select(inputSchema.Find).ToArray();
        foreach (var column in columns)
        {
            if (!column.ItemType.Equals(columns[0].ItemType) || column.IsKey != columns[0].IsKey)
            {
                throw ShapeEditor.Mismatch(column.Name, columns[0].ItemType.ToString(), column.GetTypeString());
            }
        }

        var kind = columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector)
            ? SchemaShape.Column.VectorKind.VariableVector
            : SchemaShape.Column.VectorKind.Vector;
        var named = kind == SchemaShape.Column.VectorKind.Vector
            && columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || c.HasSlotNames());
        SchemaShape.Column[] annotations = named
            ? [new(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false)]
            : [];
        return inputSchema.With(new SchemaShape.Column(_output, kind, columns[0].ItemType, columns[0].IsKey, new(annotations)));
    }
}
