namespace MLSeq.Embeddings.Corpora;

/// <summary>Pairs of words that are taken for one, in the order in which they were found: what a corpus was joined by, for other texts.</summary>
public sealed class Phrases
{
    private readonly string _delimiter;
    private readonly HashSet<(string First, string Second)>[] _passes;

    internal Phrases(string delimiter, IReadOnlyList<(string First, string Second)>[] passes)
    {
        _delimiter = delimiter;
        _passes = [.. passes.Select(pass => pass.ToHashSet())];
        All = [.. passes.SelectMany(pass => pass).Select(pair => pair.First + delimiter + pair.Second)];
    }

    /// <summary>The phrases as they stand in the text once they are joined, by falling score, pass after pass.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Joins the phrases in a sentence.</summary>
    /// <param name="sentence">Its tokens.</param>
    /// <returns>The tokens, with phrases as one.</returns>
    public IReadOnlyList<string> Join(IEnumerable<string> sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        List<string> tokens = [.. sentence];
        foreach (var pairs in _passes)
        {
            var kept = 0;
            for (var i = 0; i < tokens.Count; i++)
            {
                var joins = i + 1 < tokens.Count && pairs.Contains((tokens[i], tokens[i + 1]));
                tokens[kept++] = joins ? tokens[i] + _delimiter + tokens[++i] : tokens[i];
            }

            tokens.RemoveRange(kept, tokens.Count - kept);
        }

        return tokens;
    }
}
