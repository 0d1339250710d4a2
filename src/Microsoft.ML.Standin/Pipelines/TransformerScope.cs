namespace Microsoft.ML.Data;

/// <summary>When a transformer of a chain is applied.</summary>
[Flags]
public enum TransformerScope
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>To training data.</summary>
    Training = 1,

    /// <summary>To test data.</summary>
    Testing = 2,

    /// <summary>To data whose label is not known.</summary>
    Scoring = 4,

    /// <summary>To training and test data.</summary>
    TrainTest = 3,

    /// <summary>Always.</summary>
    Everything = 7,
}
