namespace Microsoft.ML.Data;

/// <summary>The fields of a text file that a member is read from.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class LoadColumnAttribute : Attribute
{
    /// <summary>One field, from 0 on.</summary>
    public LoadColumnAttribute(int fieldIndex)
    {
        Sources = [new(fieldIndex)];
    }

    /// <summary>A range of fields, both ends included.</summary>
    public LoadColumnAttribute(int start, int end)
    {
        Sources = [new(start, end)];
    }

    /// <summary>Several fields.</summary>
    public LoadColumnAttribute(int[] columnIndexes)
    {
        ArgumentNullException.ThrowIfNull(columnIndexes);
        Sources = [.. columnIndexes.Select(i => new TextLoader.Range(i))];
    }

    internal TextLoader.Range[] Sources { get; }
}
