namespace MLSeq.Documentation;

/// <summary>
/// Texts to classify: each distinct summary with the namespace of its member, for the namespaces that have enough of them.
/// </summary>
/// <remarks>
/// A text occurs once, so training and test texts are disjoint; one that documents members of several namespaces says
/// nothing about any of them and is left out. The split goes by a hash of the text alone: a text stays on its side when
/// another SDK adds or removes others.
/// </remarks>
public sealed class NamespaceCorpus
{
    private const int MinimumWords = 3;

    private NamespaceCorpus(int files, int members, int distinct, int classes, CorpusParts<NamespaceSummary> parts) =>
        (Files, Members, Distinct, Classes, Parts) = (files, members, distinct, classes, parts);

    /// <summary>The documentation files that were read.</summary>
    public int Files { get; }

    /// <summary>Documented members, before anything is left out.</summary>
    public int Members { get; }

    /// <summary>Distinct summaries of at least three words, of all namespaces.</summary>
    public int Distinct { get; }

    /// <summary>The namespaces that have enough summaries.</summary>
    public int Classes { get; }

    /// <summary>The summaries of these.</summary>
    public CorpusParts<NamespaceSummary> Parts { get; }

    /// <summary>Reads documentation files.</summary>
    /// <param name="files">The files, such as <see cref="ReferencePacks.Documentation"/> finds.</param>
    /// <param name="minimumSummaries">Namespaces with fewer distinct summaries are left out.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="InvalidDataException">A file is not well-formed XML; it is named with its line.</exception>
    public static NamespaceCorpus Read(IReadOnlyList<string> files, int minimumSummaries = 500, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        // Text to namespace; null where it occurs in several.
        var namespaces = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var members = 0;
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var documented = SummaryReader.Read(file).ToList();
            var types = documented.Select(m => MemberId.Type(m.Id)).OfType<string>().ToHashSet(StringComparer.Ordinal);
            members += documented.Count;
            foreach (var member in documented.Where(m => m.Text.AsSpan().Count(' ') >= MinimumWords - 1))
            {
                var space = MemberId.Namespace(member.Id, types);
                if (!namespaces.TryAdd(member.Text, space) && namespaces[member.Text] != space)
                {
                    namespaces[member.Text] = null;
                }
            }
        }

        var kept = namespaces.Values.Where(n => n is { Length: > 0 }).CountBy(n => n!)
            .Where(n => n.Value >= minimumSummaries).Select(n => n.Key).ToHashSet(StringComparer.Ordinal);
        var texts = namespaces.Where(n => n.Value is not null && kept.Contains(n.Value)).Select(n => (n.Key, new NamespaceSummary(n.Key, n.Value!)));
        return new NamespaceCorpus(files.Count, members, namespaces.Count, kept.Count, CorpusParts<NamespaceSummary>.Of(texts));
    }
}
