using System.Collections;
using MLSeq.Decoding.Entities;
using MLSeq.Text;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Tagging;

/// <summary>The sentences of a file, read anew at each enumeration and never held whole, with their tags in the scheme that a model takes.</summary>
internal sealed class TaggedFile : IEnumerable<TaggedRow>
{
    private readonly string _path;
    private readonly TaggedFormat _format;
    private readonly InputFiles _files;
    private readonly CancellationToken _cancellationToken;
    private readonly SortedDictionary<string, long> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _firstLines = new(StringComparer.Ordinal);
    private readonly TagScheme _source;
    private readonly TagScheme _scheme;

    /// <summary>Reads the file once, to know its tags.</summary>
    /// <param name="path">The file, or -.</param>
    /// <param name="format">Its layout.</param>
    /// <param name="scheme">The scheme that tags become; <see cref="TagScheme.None"/> leaves them as they are.</param>
    /// <param name="files">Opens it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ToolException">There are no sentences, or a tag marks no entity though there is a scheme; it is named.</exception>
    public TaggedFile(string path, TaggedFormat format, TagScheme scheme, InputFiles files, CancellationToken cancellationToken)
    {
        (_path, _format, _scheme, _files, _cancellationToken) = (path, format, scheme, files, cancellationToken);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var sentence in Sentences())
        {
            Sentence++;
            Tokens += sentence.Tokens.Count;
            for (var t = 0; t < sentence.Tags.Count; t++)
            {
                found.TryAdd(sentence.Tags[t], sentence.Line);
            }
        }

        if (Sentence == 0)
        {
            throw new ToolException($"{path}: there are no sentences.");
        }

        _source = scheme == TagScheme.None ? TagScheme.None : EntityTags.SchemeOf(found.Keys);
        if (scheme != TagScheme.None && found.Keys.FirstOrDefault(tag => !EntityTags.IsIn(tag, TagScheme.Bioes)) is { } other)
        {
            throw new ToolException($"{path}, sentence at line {found[other]}: the tag '{other}' marks no entity; expected O, or B-, I-, E- or S- and a type, or --scheme none.");
        }

        foreach (var (tags, line, repaired) in Converted())
        {
            Repaired += repaired;
            foreach (var tag in tags)
            {
                _tags[tag] = _tags.GetValueOrDefault(tag) + 1;
                _firstLines.TryAdd(tag, line);
            }
        }
    }

    /// <summary>How many sentences there are.</summary>
    public long Sentence { get; }

    /// <summary>How many tokens there are.</summary>
    public long Tokens { get; }

    /// <summary>How often each tag occurs, after conversion.</summary>
    public IReadOnlyDictionary<string, long> Tags => _tags;

    /// <summary>How many tags violated the scheme of the file and were repaired.</summary>
    public long Repaired { get; }

    /// <summary>Names the tags that a model does not know, and where they first are; null where it knows all.</summary>
    public string? Unknown(IEnumerable<string> known)
    {
        var unknown = _tags.Keys.Except(known, StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? null
            : $"{_path}: " + string.Join(", ", unknown.Select(tag => $"'{tag}' ({_tags[tag]} times, first in the sentence at line {_firstLines[tag]})"));
    }

    public IEnumerator<TaggedRow> GetEnumerator()
    {
        foreach (var sentence in Sentences())
        {
            yield return new() { Tokens = [.. sentence.Tokens], Tags = Convert(sentence).Tags };
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<(string[] Tags, long Line, int Repaired)> Converted()
    {
        foreach (var sentence in Sentences())
        {
            var (tags, repaired) = Convert(sentence);
            yield return (tags, sentence.Line, repaired);
        }
    }

    private (string[] Tags, int Repaired) Convert(TaggedSentence sentence)
    {
        string[] tags = [.. sentence.Tags];
        var repaired = EntityTags.Repair(tags, _source);
        return (_scheme == _source || _source == TagScheme.None ? tags : EntityTags.Convert(tags, _scheme), repaired);
    }

    private IEnumerable<TaggedSentence> Sentences()
    {
        using var reader = _files.Open(_path);
        foreach (var sentence in _format.Read(reader, _path))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            yield return sentence;
        }
    }
}
