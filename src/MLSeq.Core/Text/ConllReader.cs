namespace MLSeq.Text;

/// <summary>
/// Reads files in the style of the CoNLL shared tasks: a token a line, with its tags in further columns, which tabs part
/// or, on lines without tabs, spaces. An empty line ends a sentence. Lines whose token is <c>-DOCSTART-</c> are left out.
/// </summary>
public static class ConllReader
{
    private const string DocumentStart = "-DOCSTART-";

    /// <summary>Reads a file, sentence by sentence, afresh at each enumeration.</summary>
    /// <param name="path">The file; <c>.gz</c> is decompressed, <c>-</c> is standard input.</param>
    /// <param name="options">Where tokens and tags are; null for the defaults.</param>
    /// <exception cref="InvalidDataException">While reading: a line lacks a column, or a token is empty or lacks its prefix; names file and line.</exception>
    public static IEnumerable<TaggedSentence> Read(string path, ConllOptions? options = null) =>
        TokenLines.OfFile(path, (reader, name) => Read(reader, name, options));

    /// <summary>Reads sentence by sentence.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">Where tokens and tags are; null for the defaults.</param>
    /// <inheritdoc cref="Read(string, ConllOptions)"/>
    public static IEnumerable<TaggedSentence> Read(TextReader reader, string name, ConllOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= new();
        return TokenLines.Sentences(reader, new TokenLines.Error(name), (line, error) =>
        {
            var fields = line.Contains('\t', StringComparison.Ordinal)
                ? line.Split('\t')
                : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var token = Field(fields, options.TokenColumn, "token", error);
            if (token == DocumentStart)
            {
                return null;
            }

            if (!token.StartsWith(options.TokenPrefix, StringComparison.Ordinal))
            {
                throw error.At($"the token '{token}' does not start with '{options.TokenPrefix}'");
            }

            token = token[options.TokenPrefix.Length..];
            return (
                token.Length > 0 ? token : throw error.At("the token is empty"),
                options.TagColumn is { } column ? Field(fields, column, "tag", error).Trim() : null);
        });
    }

    private static string Field(string[] fields, int column, string what, TokenLines.Error error)
    {
        var index = column < 0 ? fields.Length + column : column;
        return index >= 0 && index < fields.Length && (index > 0 || what != "tag" || fields.Length > 1) && fields[index].Length > 0
            ? fields[index]
            : throw error.At($"there is no {what} in column {column}: the line has {fields.Length} columns");
    }
}
