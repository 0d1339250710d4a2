namespace MLSeq.Text;

/// <summary>Gathers the lines of files with a token a line into sentences, which empty lines part.</summary>
internal static class TokenLines
{
    /// <summary>Parses a line that is not empty: its token and tag; null where it has none.</summary>
    public delegate (string Token, string? Tag)? Parser(string line, Error error);

    /// <summary>Reads a file afresh at each enumeration.</summary>
    public static IEnumerable<TaggedSentence> OfFile(string path, Func<TextReader, string, IEnumerable<TaggedSentence>> read)
    {
        using var reader = TextFile.Open(path);
        foreach (var sentence in read(reader, path == "-" ? TextFile.StandardInput : path))
        {
            yield return sentence;
        }
    }

    /// <summary>Reads sentence by sentence.</summary>
    public static IEnumerable<TaggedSentence> Sentences(TextReader reader, Error error, Parser parse)
    {
        var (tokens, tags, first) = (new List<string>(), new List<string>(), 0L);
        for (; reader.ReadLine() is { } line;)
        {
            error.Line++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                if (parse(line, error) is var (token, tag))
                {
                    first = tokens.Count == 0 ? error.Line : first;
                    tokens.Add(token);
                    if (tag is not null)
                    {
                        tags.Add(tag);
                    }
                }
            }
            else if (tokens.Count > 0)
            {
                yield return new([.. tokens], [.. tags], first);
                tokens.Clear();
                tags.Clear();
            }
        }

        if (tokens.Count > 0)
        {
            yield return new([.. tokens], [.. tags], first);
        }
    }

    /// <summary>Makes errors that name the file and the present line.</summary>
    public sealed class Error(string file)
    {
        /// <summary>The number of the line, from 1.</summary>
        public long Line { get; set; }

        public InvalidDataException At(string problem) => new($"{file}, line {Line}: {problem}.");
    }
}
