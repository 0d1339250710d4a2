using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>What the C# kernel of .NET Interactive has cells use without a type's name.</summary>
public static class Kernel
{
    internal static Action<DisplayedValue>? Displayed { get; set; }

    /// <summary>Shows a value where the cell stands now.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What is shown, to be changed later.</returns>
#pragma warning disable IDE1006 // notebooks write it so
    public static DisplayedValue display(object value)
#pragma warning restore IDE1006
    {
        var shown = new DisplayedValue(Formatter.Format(value));
        Displayed?.Invoke(shown);
        return shown;
    }
}
