using MLSeq.Text;

namespace MLSeq.Tool.Tagging;

/// <summary>How a file of tagged sentences is laid out.</summary>
/// <param name="IsConllu">CoNLL-U rather than columns in the style of the CoNLL tasks.</param>
/// <param name="TokenColumn">The column of the tokens.</param>
/// <param name="TagColumn">The column of the tags; null where there are none.</param>
/// <param name="TokenPrefix">What tokens start with and is taken off.</param>
internal sealed record TaggedFormat(bool IsConllu, int TokenColumn, int? TagColumn, string TokenPrefix)
{
    public IEnumerable<TaggedSentence> Read(TextReader reader, string name) => IsConllu
        ? ConlluReader.Read(reader, name, TokenColumn, TagColumn)
        : ConllReader.Read(reader, name, new() { TokenColumn = TokenColumn, TagColumn = TagColumn, TokenPrefix = TokenPrefix });
}
