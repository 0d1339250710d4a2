namespace MLSeq.Text;

/// <summary>
/// Reads CoNLL-U files (Universal Dependencies): a word a line in ten columns, which tabs part. Comments, the
/// lines of multiword tokens (<c>3-4</c>) and empty nodes (<c>5.1</c>) are left out. An empty line ends a sentence.
/// </summary>
public static class ConlluReader
{
    /// <summary>The column of the universal part of speech, UPOS.</summary>
    public const int PartOfSpeech = 3;

    private const int Id = 0;
    private const int Form = 1;
    private const int Columns = 10;

    /// <summary>Reads a file, sentence by sentence, afresh at each enumeration.</summary>
    /// <param name="path">The file; <c>.gz</c> is decompressed, <c>-</c> is standard input.</param>
    /// <param name="tokenColumn">The column of the tokens, from 0; 1 is FORM.</param>
    /// <param name="tagColumn">The column of the tags: 3 is UPOS, 4 XPOS, 5 FEATS, 7 DEPREL; null for none.</param>
    /// <exception cref="InvalidDataException">While reading: a line has another number of columns, or an id that is none; names file and line.</exception>
    public static IEnumerable<TaggedSentence> Read(string path, int tokenColumn = Form, int? tagColumn = PartOfSpeech) =>
        TokenLines.OfFile(path, (reader, name) => Read(reader, name, tokenColumn, tagColumn));

    /// <summary>Reads sentence by sentence.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="tokenColumn">The column of the tokens, from 0; 1 is FORM.</param>
    /// <param name="tagColumn">The column of the tags: 3 is UPOS, 4 XPOS, 5 FEATS, 7 DEPREL; null for none.</param>
    /// <inheritdoc cref="Read(string, int, int?)"/>
    public static IEnumerable<TaggedSentence> Read(TextReader reader, string name, int tokenColumn = Form, int? tagColumn = PartOfSpeech)
    {
        ArgumentNullException.ThrowIfNull(reader);
        CheckColumn(tokenColumn, nameof(tokenColumn));
        CheckColumn(tagColumn ?? 0, nameof(tagColumn));
        return TokenLines.Sentences(reader, new TokenLines.Error(name), (line, error) =>
        {
            if (line[0] == '#')
            {
                return null;
            }

            var fields = line.Split('\t');
            if (fields.Length != Columns)
            {
                throw error.At($"the line has {fields.Length} columns; expected {Columns}, parted by tabs");
            }

            return IsWord(fields[Id], error) ? (NotEmpty(fields, tokenColumn, error), tagColumn is { } column ? NotEmpty(fields, column, error) : null) : null;
        });
    }

    /// <summary>Whether an id is a word's, rather than a range's or an empty node's.</summary>
    private static bool IsWord(string id, TokenLines.Error error)
    {
        var digits = id.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits < 0 && id.Length > 0
            || (digits > 0 && id[digits] is '-' or '.'
                ? false
                : throw error.At($"the id is '{id}'; expected a number, a range such as 3-4, or an empty node's such as 5.1"));
    }

    private static string NotEmpty(string[] fields, int column, TokenLines.Error error) =>
        fields[column].Length > 0 ? fields[column] : throw error.At($"column {column} is empty");

    private static void CheckColumn(int column, string name) =>
        OptionCheck.Require(column is >= 0 and < Columns, name, column, $"0 to {Columns - 1}");
}
