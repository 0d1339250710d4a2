using System.Collections;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.LanguageModels;

/// <summary>The lines of a file as rows, read anew at each enumeration.</summary>
/// <param name="path">The file, or "-".</param>
/// <param name="files">Opens it.</param>
/// <param name="skipEmpty">Whether empty lines are left out.</param>
internal sealed class LineFile(string path, InputFiles files, bool skipEmpty) : IEnumerable<TextOnly>
{
    /// <summary>How many rows there are; null before they were read to the end once.</summary>
    public long? Count { get; private set; }

    public IEnumerator<TextOnly> GetEnumerator()
    {
        var count = 0L;
        using var reader = files.Open(path);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 || !skipEmpty)
            {
                count++;
                yield return new TextOnly { Text = line };
            }
        }

        Count = count;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
