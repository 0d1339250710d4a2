using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>
/// How a language model reads and writes text. A text of its own starts after the begin token and ends with the end token. In
/// continuous text each line ends with the end token, which is also what stands before the first one.
/// </summary>
internal sealed class TokenCodec
{
    public TokenCodec(Tokenizer tokenizer, Vocabulary vocabulary, bool isContinuous)
    {
        (Tokenizer, Vocabulary, IsContinuous) = (tokenizer, vocabulary, isContinuous);
        EndId = vocabulary.EndId ?? throw Missing(Vocabulary.EndToken);
        StartId = isContinuous ? EndId : vocabulary.BeginId ?? throw Missing(Vocabulary.BeginToken);
    }

    public Tokenizer Tokenizer { get; }

    public Vocabulary Vocabulary { get; }

    public bool IsContinuous { get; }

    /// <summary>What is read before the first token.</summary>
    public int StartId { get; }

    /// <summary>What follows a text's last token, or a line's.</summary>
    public int EndId { get; }

    /// <summary>The tokens that a vocabulary needs beside those of texts.</summary>
    public static SpecialTokens SpecialTokens(bool isContinuous) =>
        isContinuous ? Text.SpecialTokens.End : Text.SpecialTokens.Begin | Text.SpecialTokens.End;

    /// <summary>Appends the ids of a text, without start and end.</summary>
    public void Encode(string text, List<int> ids)
    {
        var tokens = new List<string>();
        var rest = text.AsSpan();
        if (!IsContinuous)
        {
            EncodeLine(rest, tokens, ids);
            return;
        }

        for (int end; (end = rest.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
        {
            EncodeLine(end > 0 && rest[end - 1] == '\r' ? rest[..(end - 1)] : rest[..end], tokens, ids);
            ids.Add(EndId);
        }

        EncodeLine(rest, tokens, ids);
    }

    /// <summary>
    /// What a token adds to a text. Joined to the tokens before it, words are set apart by spaces, and byte pairs bring their own.
    /// </summary>
    /// <param name="id">The token.</param>
    /// <param name="startsLine">Whether nothing stands before it in its line.</param>
    public string Piece(int id, bool startsLine)
    {
        if (id == EndId)
        {
            return IsContinuous ? "\n" : string.Empty;
        }

        return Tokenizer.Piece(Vocabulary[id], startsLine);
    }

    /// <summary>A text's ids to learn from: after the start and each of them, the next one, at last the end.</summary>
    /// <param name="ids">The text.</param>
    /// <param name="features">What it starts from; null for nothing.</param>
    public SequenceExample Example(int[] ids, float[]? features) => new() { Ids = [StartId, .. ids], StepLabels = [.. ids, EndId], State = features };

    /// <summary>All lines behind each other.</summary>
    public TokenStream Stream(IEnumerable<int[]> lines)
    {
        var stream = new TokenStream();
        foreach (var line in lines)
        {
            foreach (var id in line)
            {
                stream.Add(id);
            }

            stream.Add(EndId);
        }

        return stream;
    }

    private void EncodeLine(ReadOnlySpan<char> line, List<string> tokens, List<int> ids)
    {
        tokens.Clear();
        Tokenizer.Tokenize(line, tokens);
        foreach (var token in tokens)
        {
            ids.Add(Vocabulary.GetId(token));
        }
    }

    private static ArgumentException Missing(string token) =>
        new($"The vocabulary of a language model has no '{token}'; expected it among its special tokens.");
}
