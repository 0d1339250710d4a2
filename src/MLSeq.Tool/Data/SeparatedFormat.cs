namespace MLSeq.Tool.Data;

/// <summary>How a file of rows is laid out.</summary>
/// <param name="Separator">Between columns; null: a comma where the name ends in .csv or .csv.gz, otherwise a tab.</param>
/// <param name="Header">The first line names the columns.</param>
/// <param name="Text">The column with the texts.</param>
/// <param name="Label">The column with the labels; null where the rows have none.</param>
internal sealed record SeparatedFormat(char? Separator, bool Header, ColumnReference Text, ColumnReference? Label)
{
    /// <summary>A name can only be looked up in a header.</summary>
    public bool HasHeader => Header || Text.Name is not null || Label is { Name: not null };

    public char SeparatorOf(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Separator ?? (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ',' : '\t');
    }
}
