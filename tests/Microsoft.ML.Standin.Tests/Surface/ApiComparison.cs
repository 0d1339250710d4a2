namespace Microsoft.ML.StandinTests.Surface;

/// <summary>Finds what types have that a listing lacks.</summary>
internal static class ApiComparison
{
    public static IEnumerable<string> Differences(IEnumerable<Type> types, ApiFormatter formatter, ApiListing listing)
    {
        foreach (var type in types)
        {
            var own = ApiListingType.Parse(formatter.Header(type));
            var listed = listing.Find(own.Name);
            if (listed == null)
            {
                yield return $"type not listed: {formatter.Header(type)}";
                continue;
            }

            if (own.Kind != listed.Kind || own.Rest != listed.Rest)
            {
                yield return $"{own.Name}: '{own.Kind} ... {own.Rest}' instead of '{listed.Kind} ... {listed.Rest}'";
            }

            foreach (var based in own.Bases.Except(listed.Bases))
            {
                yield return $"{own.Name}: base '{based}' is not listed";
            }

            if (type is { IsClass: true } && type.BaseType == typeof(object) && listed.Bases.Count > 0 && !IsInterface(listed.Bases[0]))
            {
                yield return $"{own.Name}: the base class '{listed.Bases[0]}' is missing";
            }

            foreach (var member in formatter.Members(type).Where(m => !listed.Members.Contains(m)))
            {
                yield return $"{own.Name}: not listed: {member}";
            }
        }
    }

    private static bool IsInterface(string name) => name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]);
}
