namespace Microsoft.ML.StandinTests.Surface;

/// <summary>A type of a listing: its header in parts, and its members' lines.</summary>
/// <param name="Kind">What stands before the name: accessibility and kind.</param>
/// <param name="Name">The name with its namespace.</param>
/// <param name="Bases">The base class and interfaces.</param>
/// <param name="Rest">What stands after them: constraints, or a delegate's parameters.</param>
internal sealed record ApiListingType(string Kind, string Name, IReadOnlyList<string> Bases, string Rest)
{
    public HashSet<string> Members { get; } = [];

    public static ApiListingType Parse(string header)
    {
        var line = header.Split("  //")[0].Replace(" /*internal*/", "", StringComparison.Ordinal).TrimEnd(' ', ';');
        var rest = "";
        var where = line.IndexOf(" where ", StringComparison.Ordinal);
        if (where >= 0)
        {
            (line, rest) = (line[..where], line[where..]);
        }

        var parameters = line.IndexOf('(', StringComparison.Ordinal);
        if (parameters >= 0)
        {
            (line, rest) = (line[..parameters], line[parameters..] + rest);
        }

        var colon = line.IndexOf(" : ", StringComparison.Ordinal);
        var bases = colon < 0 ? [] : SplitTop(line[(colon + 3)..]);
        line = colon < 0 ? line : line[..colon];

        // The name begins after the last space that is not between generic arguments.
        var start = line.IndexOf("Microsoft.ML.", StringComparison.Ordinal);
        return new(line[..start].Trim(), line[start..], bases, rest);
    }

    private static string[] SplitTop(string text)
    {
        var parts = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
            else
            {
                depth += text[i] == '<' ? 1 : text[i] == '>' ? -1 : 0;
            }
        }

        return [.. parts];
    }
}
