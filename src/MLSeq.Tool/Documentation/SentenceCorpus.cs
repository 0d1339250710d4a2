namespace MLSeq.Tool.Documentation;

/// <summary>The distinct summaries of all members: English about APIs, for word vectors.</summary>
internal static class SentenceCorpus
{
    /// <summary>The summaries in the order in which they first occur.</summary>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<string> texts = [];
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            texts.AddRange(SummaryReader.Read(file).Select(member => member.Text).Where(text => text.Length > 0 && seen.Add(text)));
        }

        return texts;
    }
}
