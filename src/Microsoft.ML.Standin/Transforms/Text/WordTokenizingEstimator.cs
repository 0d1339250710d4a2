using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Cuts text at separators.</summary>
public sealed class WordTokenizingEstimator : TrivialEstimator<WordTokenizingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName) _pair;

    internal WordTokenizingEstimator(IHostEnvironment env, string outputColumnName, string inputColumnName = null, char[] separators = null)
        : base(env.Register(nameof(WordTokenizingEstimator)), new(env, (outputColumnName, inputColumnName ?? outputColumnName), separators ?? [' ']))
    {
        _pair = (outputColumnName, inputColumnName ?? outputColumnName);
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var input = inputSchema.Find(_pair.inputColumnName);
        return input.ItemType is TextDataViewType
            ? inputSchema.With(new SchemaShape.Column(_pair.outputColumnName, SchemaShape.Column.VectorKind.VariableVector, input.ItemType, false))
            : throw ShapeEditor.Mismatch(input.Name, "String or Vector of String", input.GetTypeString());
    }
}
