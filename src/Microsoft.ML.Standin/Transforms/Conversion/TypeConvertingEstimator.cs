using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Converts values to another type.</summary>
public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly PrimitiveDataViewType _type;

    internal TypeConvertingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, DataKind outputKind)
        : base(env.Register(nameof(TypeConvertingEstimator)), new(env, columns, outputKind))
    {
        _columns = columns;
        _type = DataViewTypes.FromKind(outputKind);
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_columns.Select(pair =>
        {
            var input = inputSchema.Find(pair.inputColumnName);
            if (input.IsKey || !TypeConversion.CanConvert((PrimitiveDataViewType)input.ItemType, _type))
            {
                throw ShapeEditor.Mismatch(input.Name, $"a type that converts to {_type}", input.GetTypeString());
            }

            var annotations = input.Annotations.Only(AnnotationUtils.Kinds.SlotNames);
            return new SchemaShape.Column(pair.outputColumnName, input.Kind, _type, false, annotations);
        }));
    }
}
