using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>
/// How a model reads and writes text. A text of its own starts after the begin token and ends with the end token. In
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

    /// <summary>Makes the codec of texts: trains the tokenizer where it learns, and counts the vocabulary.</summary>
    /// <param name="tokenizer">Cuts texts.</param>
    /// <param name="vocabulary">Which tokens get an id; the special ones are chosen here.</param>
    /// <param name="texts">Gives the same texts in the same order at each call.</param>
    /// <param name="isContinuous">Whether they are the lines of one long text.</param>
    /// <param name="counted">How many of so many tokens count, the first ones; null for all.</param>
    /// <exception cref="InvalidOperationException">No token is frequent enough.</exception>
    public static TokenCodec Learn(
        Tokenizer tokenizer, VocabularyOptions vocabulary, Func<IEnumerable<string>> texts, bool isContinuous = false, Func<long, long>? counted = null)
    {
        tokenizer = tokenizer.IsTrained ? tokenizer : tokenizer.Train(texts());
        IEnumerable<List<string>> Tokenized()
        {
            var tokens = new List<string>();
            foreach (var text in texts())
            {
                tokens.Clear();
                tokenizer.Tokenize(text, tokens);
                tokens.Add(Vocabulary.EndToken);
                yield return tokens;
            }
        }

        var limit = counted is null ? long.MaxValue : counted(Tokenized().Sum(tokens => (long)tokens.Count));
        var builder = new VocabularyBuilder(new()
        {
            MinCount = vocabulary.MinCount,
            MaxSize = vocabulary.MaxSize,
            PruneAbove = vocabulary.PruneAbove,
            SpecialTokens = isContinuous ? SpecialTokens.End : SpecialTokens.Begin | SpecialTokens.End,
        });
        foreach (var tokens in Tokenized())
        {
            foreach (var token in tokens)
            {
                if (builder.TokenCount < limit)
                {
                    builder.Add(token);
                }
            }
        }

        return new(tokenizer, builder.Build(), isContinuous);
    }

    /// <summary>Makes the codec of ids that stand for tokens already; what a model needs besides comes behind, so that they stay as they are.</summary>
    /// <param name="tokenizer">Puts tokens together.</param>
    /// <param name="tokens">The tokens of the ids from 1 on.</param>
    /// <param name="isContinuous">Whether texts are the lines of one long text.</param>
    public static TokenCodec OfTokens(Tokenizer tokenizer, IEnumerable<string> tokens, bool isContinuous = false)
    {
        string[] special = isContinuous ? [Vocabulary.EndToken] : [Vocabulary.BeginToken, Vocabulary.EndToken];
        return new(tokenizer, Vocabulary.FromTokens(tokens.Union(special, StringComparer.Ordinal)), isContinuous);
    }

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
        new($"The vocabulary has no '{token}'; expected it among its special tokens.");
}
