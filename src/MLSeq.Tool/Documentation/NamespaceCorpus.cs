using MLSeq.Tool.Data;

namespace MLSeq.Tool.Documentation;

/// <summary>
/// The demo's data: each distinct summary with the namespace of its member, for the namespaces that have enough of them.
/// </summary>
/// <remarks>
/// A text occurs once, so training and test texts are disjoint; one that documents members of several namespaces says
/// nothing about any of them and is left out. The split goes by a hash of the text alone: a text stays on its side when
/// another SDK adds or removes others.
/// </remarks>
internal sealed class NamespaceCorpus
{
    private const int MinimumWords = 3;

    private NamespaceCorpus(int files, int members, int distinct, int classes, List<LabelledText>[] parts)
    {
        Files = files;
        Members = members;
        Distinct = distinct;
        Classes = classes;
        (Train, Validation, Test) = (parts[0], parts[1], parts[2]);
    }

    public int Files { get; }

    /// <summary>Documented members, before anything is left out.</summary>
    public int Members { get; }

    /// <summary>Distinct summaries of at least three words, of all namespaces.</summary>
    public int Distinct { get; }

    public int Classes { get; }

    /// <summary>8 of 10 texts.</summary>
    public IReadOnlyList<LabelledText> Train { get; }

    /// <summary>1 of 10 texts.</summary>
    public IReadOnlyList<LabelledText> Validation { get; }

    /// <summary>1 of 10 texts.</summary>
    public IReadOnlyList<LabelledText> Test { get; }

    /// <summary>Reads <paramref name="files"/> and keeps the namespaces with at least <paramref name="minimumSummaries"/> texts.</summary>
    public static NamespaceCorpus Read(IReadOnlyList<string> files, int minimumSummaries, CancellationToken cancellationToken)
    {
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
        List<LabelledText>[] parts = [[], [], []];

        // The hash's order also mixes the namespaces, which the files keep apart: training shuffles a bounded pool only.
        foreach (var (hash, text, space) in namespaces.Where(n => n.Value is not null && kept.Contains(n.Value))
            .Select(n => (Hash: TextSplit.Hash(n.Key), Text: n.Key, Namespace: n.Value!)).OrderBy(n => n.Hash))
        {
            parts[TextSplit.Part(hash)].Add(new LabelledText { Text = text, Label = space, Actual = space });
        }

        return new NamespaceCorpus(files.Count, members, namespaces.Count, kept.Count, parts);
    }
}
