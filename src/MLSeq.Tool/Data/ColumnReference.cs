using System.Globalization;

namespace MLSeq.Tool.Data;

/// <summary>A column of a file: its number, counted from 0, or its name in the header line.</summary>
internal readonly record struct ColumnReference(int? Number, string? Name)
{
    /// <summary>Digits are a number, anything else a name.</summary>
    public static ColumnReference Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(number, null) : new(null, text);

    public override string ToString() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : $"'{Name}'";
}
