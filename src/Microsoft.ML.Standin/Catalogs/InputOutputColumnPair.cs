namespace Microsoft.ML;

/// <summary>A new column and the column that it is computed from.</summary>
public sealed class InputOutputColumnPair
{
    /// <summary>A pair; the input is the output column itself where it is not given.</summary>
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    /// <summary>The column that is read.</summary>
    public string InputColumnName { get; }

    /// <summary>The column that is written.</summary>
    public string OutputColumnName { get; }

    internal static (string outputColumnName, string inputColumnName)[] Pairs(InputOutputColumnPair[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return [.. columns.Select(c => (c.OutputColumnName, c.InputColumnName))];
    }
}
