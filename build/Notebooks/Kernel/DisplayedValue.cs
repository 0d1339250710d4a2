using Notebooks;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value that a cell shows.</summary>
public sealed class DisplayedValue
{
    internal DisplayedValue(CellOutput output) => Output = output;

    internal CellOutput Output { get; private set; }

    /// <summary>Shows another value, or the same as it looks now, in its place.</summary>
    /// <param name="updatedValue">The value.</param>
    public void Update(object updatedValue) => Output = Formatter.Format(updatedValue);
}
