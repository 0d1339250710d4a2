using System.Collections;
using System.CommandLine;
using MLSeq.Tool.Data;
using MLSeq.Translation;

namespace MLSeq.Tool.Translation;

/// <summary>
/// Pairs of texts, a row for each line, read anew at each enumeration: lines with a tab between both texts, or the lines of two files.
/// </summary>
internal sealed class PairFile : IEnumerable<TextPair>
{
    private readonly InputFiles _files;
    private readonly string? _pairs;
    private readonly string? _sources;
    private readonly string? _targets;

    private PairFile(InputFiles files, string? pairs, string? sources, string? targets) => (_files, _pairs, _sources, _targets) = (files, pairs, sources, targets);

    /// <summary>The file of pairs, or of texts.</summary>
    public string Path => _pairs ?? _sources!;

    /// <summary>How many rows there are; null before they were read to the end once.</summary>
    public long? Count { get; private set; }

    /// <summary>Either the file of pairs or the two files that options name; null where none does.</summary>
    /// <exception cref="ToolException">Both ways are used, one of the two files is missing, or <paramref name="isRequired"/> and none is named.</exception>
    public static PairFile? Of(InputFiles files, ParseResult parsed, Option<string?> pairs, Option<string?> sources, Option<string?> targets, bool isRequired = true)
    {
        var (pairsPath, sourcesPath, targetsPath) = (parsed.GetValue(pairs), parsed.GetValue(sources), parsed.GetValue(targets));
        var isNone = pairsPath is null && sourcesPath is null && targetsPath is null;
        if (isNone ? isRequired : (sourcesPath is null) != (targetsPath is null) || (pairsPath is null) == (sourcesPath is null))
        {
            throw new ToolException($"expected either {pairs.Name}, or both {sources.Name} and {targets.Name}{(isRequired ? "" : ", or none of them")}.", ExitCode.Usage);
        }

        return isNone ? null : new(files, pairsPath, sourcesPath, targetsPath);
    }

    /// <exception cref="ToolException">A line has no tab, or one file has more lines than the other.</exception>
    public IEnumerator<TextPair> GetEnumerator()
    {
        var count = 0L;
        foreach (var pair in _pairs is not null ? ReadPairs(_pairs) : ReadBoth(_sources!, _targets!))
        {
            count++;
            yield return pair;
        }

        Count = count;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where a row stands.</summary>
    public string Place(long row) => $"{(_pairs is not null ? _pairs : $"{_sources} and {_targets}")}, line {row + 1}";

    private IEnumerable<TextPair> ReadPairs(string path)
    {
        using var reader = _files.Open(path);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var fields = line.Split('\t');
            yield return fields.Length == 2
                ? new TextPair(fields[0], fields[1])
                : throw new ToolException($"{path}, line {number}: found {fields.Length} fields; expected a text, a tab and its translation.");
        }
    }

    private IEnumerable<TextPair> ReadBoth(string sourcePath, string targetPath)
    {
        using var sourceReader = _files.Open(sourcePath);
        using var targetReader = _files.Open(targetPath);
        for (var number = 1; ; number++)
        {
            var (source, target) = (sourceReader.ReadLine(), targetReader.ReadLine());
            if (source is null && target is null)
            {
                yield break;
            }

            yield return source is not null && target is not null
                ? new TextPair(source, target)
                : throw new ToolException($"{(source is null ? sourcePath : targetPath)} ends before line {number}, which {(source is null ? targetPath : sourcePath)} has; expected as many lines.");
        }
    }
}
