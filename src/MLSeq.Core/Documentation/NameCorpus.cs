namespace MLSeq.Documentation;

/// <summary>The names of types and members, each once: what a language model of characters writes new ones from.</summary>
/// <remarks>Names of fewer than three letters and names with other characters than letters and digits are left out: constants of native libraries, operators.</remarks>
public static class NameCorpus
{
    private const int MinimumLength = 3;

    /// <inheritdoc cref="MethodCorpus.Read"/>
    public static CorpusParts<string> Read(IReadOnlyList<string> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            names.UnionWith(SummaryReader.Read(file).Where(member => !member.Id.StartsWith("N:", StringComparison.Ordinal))
                .Select(member => MemberId.ShortName(member.Id)).Where(name => name.Length >= MinimumLength && name.All(char.IsAsciiLetterOrDigit)));
        }

        return CorpusParts<string>.Of(names.Select(name => (name, name)));
    }
}
