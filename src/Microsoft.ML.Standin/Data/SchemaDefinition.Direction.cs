namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>Whether members are read, written or both.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>They are read into columns.</summary>
        Read = 1,

        /// <summary>They are written from columns.</summary>
        Write = 2,

        /// <summary>Both.</summary>
        Both = 3,
    }
}
