namespace Microsoft.ML.Runtime;

/// <summary>What of the user's a message may tell.</summary>
[Flags]
public enum MessageSensitivity
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Values of the data.</summary>
    UserData = 1,

    /// <summary>Names of columns.</summary>
    Schema = 2,

    /// <summary>Anything.</summary>
    Unknown = -1,

    /// <summary>Anything.</summary>
    All = -1,
}
