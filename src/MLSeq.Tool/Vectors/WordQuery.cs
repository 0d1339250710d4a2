using MLSeq.Embeddings;

namespace MLSeq.Tool.Vectors;

/// <summary>A word, or words added and subtracted: <c>king - man + woman</c>, with spaces around the signs, since words may hold them.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Positive">Words to add.</param>
/// <param name="Negative">Words to subtract.</param>
internal sealed record WordQuery(string Text, IReadOnlyList<string> Positive, IReadOnlyList<string> Negative)
{
    /// <exception cref="ToolException">Words and signs do not take turns.</exception>
    public static WordQuery Parse(string text)
    {
        var tokens = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (positive, negative) = (new List<string>(), new List<string>());
        for (var i = 0; i < tokens.Length; i++)
        {
            var hasSign = tokens[i] is "+" or "-" && tokens.Length > 1;
            if (hasSign == (i == 0 || tokens[i - 1] is "+" or "-") && (i > 0 || hasSign))
            {
                throw new ToolException($"--words: found '{text}'; expected a word, or words with + or - between them.", ExitCode.Usage);
            }

            if (!hasSign)
            {
                (i > 0 && tokens[i - 1] == "-" ? negative : positive).Add(tokens[i]);
            }
        }

        return tokens.Length > 0 && (tokens.Length == 1 || tokens[^1] is not ("+" or "-"))
            ? new(text.Trim(), positive, negative)
            : throw new ToolException($"--words: found '{text}'; expected a word, or words with + or - between them.", ExitCode.Usage);
    }

    public IReadOnlyList<SimilarWord> Nearest(WordVectors vectors, int count, int? restrict) => vectors.MostSimilar(Positive, Negative, count, restrict);
}
