namespace Microsoft.ML.StandinTests.Surface;

/// <summary>A listing of types, one line each, and of their members, indented, one line each.</summary>
internal sealed class ApiListing
{
    private readonly Dictionary<string, ApiListingType> _types = [];

    private ApiListing(IEnumerable<string> lines)
    {
        ApiListingType type = null;
        foreach (var line in lines)
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            if (!char.IsWhiteSpace(line[0]))
            {
                type = ApiListingType.Parse(line);
                _types[type.Name] = type;
            }
            else
            {
                type.Members.Add(line.Trim());
            }
        }
    }

    public int Count => _types.Count;

    public static ApiListing Parse(string text) => new(text.ReplaceLineEndings("\n").Split('\n'));

    public static ApiListing FromResource(string name)
    {
        using var stream = typeof(ApiListing).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no resource '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    public ApiListingType Find(string name) => _types.GetValueOrDefault(name);
}
