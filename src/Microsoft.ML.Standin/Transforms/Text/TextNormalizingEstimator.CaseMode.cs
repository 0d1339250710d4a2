namespace Microsoft.ML.Transforms.Text;

public sealed partial class TextNormalizingEstimator
{
    /// <summary>What becomes of upper and lower case.</summary>
    public enum CaseMode
    {
        /// <summary>All is lower case.</summary>
        Lower = 0,

        /// <summary>All is upper case.</summary>
        Upper = 1,

        /// <summary>All stays as it is.</summary>
        None = 2,
    }
}
