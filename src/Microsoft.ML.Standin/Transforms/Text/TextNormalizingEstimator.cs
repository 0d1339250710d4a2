using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Changes case and leaves out diacritics, punctuation or digits.</summary>
public sealed partial class TextNormalizingEstimator : TrivialEstimator<TextNormalizingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName) _pair;

    internal TextNormalizingEstimator(
        IHostEnvironment env, string outputColumnName, string inputColumnName, CaseMode caseMode, bool keepDiacritics, bool keepPunctuations, bool keepNumbers)
        : base(
            env.Register(nameof(TextNormalizingEstimator)),
            new(env, (outputColumnName, inputColumnName ?? outputColumnName), caseMode, keepDiacritics, keepPunctuations, keepNumbers))
    {
        _pair = (outputColumnName, inputColumnName ?? outputColumnName);
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var input = inputSchema.Find(_pair.inputColumnName);
        if (input.ItemType is not TextDataViewType)
        {
            throw ShapeEditor.Mismatch(input.Name, "String or Vector of String", input.GetTypeString());
        }

        // Texts of a vector that nothing is left of are left out, so its size varies.
        var kind = input.Kind == SchemaShape.Column.VectorKind.Scalar ? input.Kind : SchemaShape.Column.VectorKind.VariableVector;
        return inputSchema.With(new SchemaShape.Column(_pair.outputColumnName, kind, input.ItemType, false));
    }
}
