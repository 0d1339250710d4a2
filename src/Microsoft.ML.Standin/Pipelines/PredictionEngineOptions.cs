using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a prediction engine works.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members of the prediction without a column are left as they are.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>The columns of the input, where they are other than the members and attributes tell.</summary>
    public SchemaDefinition InputSchemaDefinition;

    /// <summary>The columns of the prediction, where they are other than the members and attributes tell.</summary>
    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether the transformer is disposed of with the engine.</summary>
    public bool OwnsTransformer = true;
}
