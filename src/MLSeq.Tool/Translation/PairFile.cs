using MLSeq.Tool.Data;
using MLSeq.Translation;

namespace MLSeq.Tool.Translation;

/// <summary>Pairs of texts, read anew at each enumeration: lines with a tab between both texts, or the lines of two files.</summary>
internal sealed class PairFile(InputFiles files, string? pairs, string? sources, string? targets)
{
    /// <exception cref="ToolException">A line has no tab, or one file has more lines than the other.</exception>
    public IEnumerable<TextPair> Read() => pairs is not null ? ReadPairs(pairs) : ReadBoth(sources!, targets!);

    private IEnumerable<TextPair> ReadPairs(string path)
    {
        using var reader = files.Open(path);
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
        using var sourceReader = files.Open(sourcePath);
        using var targetReader = files.Open(targetPath);
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
