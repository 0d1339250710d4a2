namespace Microsoft.ML;

public sealed partial class SchemaShape
{
    public partial struct Column
    {
        /// <summary>Whether a column is a vector.</summary>
        public enum VectorKind
        {
            /// <summary>Single values.</summary>
            Scalar = 0,

            /// <summary>Vectors of one size.</summary>
            Vector = 1,

            /// <summary>Vectors whose size varies.</summary>
            VariableVector = 2,
        }
    }
}
