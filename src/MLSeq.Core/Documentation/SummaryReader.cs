using System.Text;
using System.Xml;

namespace MLSeq.Documentation;

/// <summary>Reads the summaries of an XML documentation file, member by member.</summary>
internal static class SummaryReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    /// <summary>The members of <paramref name="path"/>, in its order; those without a summary have an empty text.</summary>
    /// <exception cref="InvalidDataException">The file is not well-formed XML.</exception>
    public static IEnumerable<MemberSummary> Read(string path)
    {
        using var stream = File.OpenRead(path);
        foreach (var member in Read(stream, path))
        {
            yield return member;
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    public static IEnumerable<MemberSummary> Read(Stream stream, string name)
    {
        using var reader = XmlReader.Create(stream, Settings);
        while (Guard(() => reader.ReadToFollowing("member"), name))
        {
            if (reader.GetAttribute("name") is { } id)
            {
                yield return new MemberSummary(id, Guard(() => Summary(reader), name));
            }
        }
    }

    private static string Summary(XmlReader reader)
    {
        using var member = reader.ReadSubtree();
        if (!member.ReadToDescendant("summary"))
        {
            return "";
        }

        var text = new StringBuilder();
        using var summary = member.ReadSubtree();
        summary.Read();
        for (var more = summary.Read(); more;)
        {
            if (summary.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                text.Append(summary.Value);
            }
            else if (summary.NodeType == XmlNodeType.Element && summary.Name == "code")
            {
                // Skip stands on the next node already.
                summary.Skip();
                continue;
            }
            else if (summary.NodeType == XmlNodeType.Element)
            {
                text.Append(Word(summary));
            }
            else if (summary.NodeType == XmlNodeType.EndElement && summary.Name is "para" or "item" or "term" or "description" or "p")
            {
                text.Append(' ');
            }

            more = summary.Read();
        }

        return Collapse(text);
    }

    /// <summary>What an element itself says: a reference its short name, a paragraph a space.</summary>
    private static string Word(XmlReader element) => element.Name switch
    {
        "see" or "seealso" when element.IsEmptyElement && element.GetAttribute("cref") is { } cref => MemberId.ShortName(cref),
        "see" when element.IsEmptyElement => element.GetAttribute("langword") ?? "",
        "paramref" or "typeparamref" => element.GetAttribute("name") ?? "",
        "para" or "br" or "item" or "term" or "description" or "list" or "p" => " ",
        _ => "",
    };

    private static string Collapse(StringBuilder text)
    {
        var collapsed = new StringBuilder(text.Length);
        foreach (var chunk in text.GetChunks())
        {
            foreach (var c in chunk.Span)
            {
                if (!char.IsWhiteSpace(c))
                {
                    collapsed.Append(c);
                }
                else if (collapsed.Length > 0 && collapsed[^1] != ' ')
                {
                    collapsed.Append(' ');
                }
            }
        }

        return collapsed.ToString().TrimEnd();
    }

    private static T Guard<T>(Func<T> read, string name)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"{name}({e.LineNumber},{e.LinePosition}): not well-formed XML: {e.Message}", e);
        }
    }
}
