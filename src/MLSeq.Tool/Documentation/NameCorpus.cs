namespace MLSeq.Tool.Documentation;

/// <summary>The names of types and members, each once: what a language model of characters writes new ones from.</summary>
/// <remarks>Names of fewer than three letters and names with other characters than letters and digits are left out: constants of native libraries, operators.</remarks>
internal static class NameCorpus
{
    private const int MinimumLength = 3;

    /// <summary>8 of 10 names to train on, 1 of 10 each to validate and to test, by a hash of the name alone.</summary>
    public static IReadOnlyList<string>[] Read(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            names.UnionWith(SummaryReader.Read(file).Where(member => !member.Id.StartsWith("N:", StringComparison.Ordinal))
                .Select(member => MemberId.ShortName(member.Id)).Where(name => name.Length >= MinimumLength && name.All(char.IsAsciiLetterOrDigit)));
        }

        List<string>[] parts = [[], [], []];
        foreach (var (hash, name) in names.Select(name => (Hash: TextSplit.Hash(name), Name: name)).OrderBy(n => n.Hash))
        {
            parts[TextSplit.Part(hash)].Add(name);
        }

        return parts;
    }
}
