using System.Text;

namespace MLSeq.Interactive.Texts;

/// <summary>
/// Tokens with their tags, each kind of tag in a colour and with its name. The tokens of an entity (B-, I-, E- and S- before a
/// kind) stand in one frame; the tag O, and an empty one, are plain text.
/// </summary>
public sealed class TaggedText : NotebookView
{
    private readonly IReadOnlyList<(IReadOnlyList<string> Tokens, IReadOnlyList<string> Tags)> _sentences;

    /// <summary>Makes a view of sentences.</summary>
    /// <param name="sentences">The tokens of each sentence, and as many tags.</param>
    /// <exception cref="ArgumentException">A sentence has not as many tags as tokens; the message names it.</exception>
    public TaggedText(params IReadOnlyList<(IReadOnlyList<string> Tokens, IReadOnlyList<string> Tags)> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        foreach (var (i, sentence) in sentences.Index())
        {
            OptionCheck.Require(sentence.Tokens.Count == sentence.Tags.Count, $"The number of tags of sentence {i}", sentence.Tags.Count, $"one for each of {sentence.Tokens.Count} tokens");
        }

        _sentences = sentences;
    }

    /// <summary>Makes a view of one sentence.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="tags">As many tags.</param>
    /// <exception cref="ArgumentException">There are not as many tags as tokens.</exception>
    public TaggedText(IReadOnlyList<string> tokens, IReadOnlyList<string> tags)
        : this((tokens, tags))
    {
    }

    /// <summary>Kinds in the order of their colours, so that views side by side agree; others follow as they come. None by default.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <inheritdoc/>
    public override string Title => _sentences.Count == 1 ? string.Join(' ', _sentences[0].Tokens) : $"{_sentences.Count} tagged sentences";

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder(HtmlStyle.Begin);
        var groups = Kinds.Distinct(StringComparer.Ordinal).Index().ToDictionary(kind => kind.Item, kind => kind.Index, StringComparer.Ordinal);
        foreach (var (tokens, tags) in _sentences)
        {
            html.Append("<div class=\"tagged\">");
            for (var start = 0; start < tokens.Count;)
            {
                var end = start + 1;
                while (end < tokens.Count && GoesOn(tags[end - 1], tags[end]))
                {
                    end++;
                }

                Append(html, groups, string.Join(' ', tokens.Skip(start).Take(end - start)), Kind(tags[start]));
                start = end;
            }

            html.Append("</div>\n");
        }

        return html.Append(HtmlStyle.End).ToString();
    }

    private static void Append(StringBuilder html, Dictionary<string, int> groups, string text, string kind)
    {
        if (kind.Length == 0)
        {
            html.Append(Escape(text)).Append(' ');
            return;
        }

        groups.TryAdd(kind, groups.Count);
        html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<span class=\"tag g{groups[kind] % HtmlStyle.Groups}\">{Escape(text)}<small>{Escape(kind)}</small></span> ");
    }

    /// <summary>Whether a tag belongs to the entity of the one before.</summary>
    private static bool GoesOn(string before, string tag) =>
        tag.Length > 2 && tag[..2] is "I-" or "E-" && before.Length > 2 && before[..2] is "B-" or "I-" && before[2..] == tag[2..];

    private static string Kind(string tag) => tag is "O" or "" ? "" : tag.Length > 2 && tag[1] == '-' && tag[0] is 'B' or 'I' or 'E' or 'S' ? tag[2..] : tag;
}
