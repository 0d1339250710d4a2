namespace MLSeq.Documentation;

/// <summary>The distinct summaries of all members: English about APIs, for word vectors.</summary>
public static class SentenceCorpus
{
    /// <inheritdoc cref="MethodCorpus.Read"/>
    /// <returns>The summaries in the order in which they first occur.</returns>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
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
