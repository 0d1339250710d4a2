using System.Collections;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.LanguageModels;

/// <summary>The lines of a file as rows, read anew at each enumeration.</summary>
/// <param name="path">The file, or "-".</param>
/// <param name="files">Opens it.</param>
/// <param name="skipEmpty">Whether empty lines are left out.</param>
internal sealed class LineFile(string path, InputFiles files, bool skipEmpty) : IEnumerable<TextOnly>
{
    public IEnumerator<TextOnly> GetEnumerator()
    {
        using var reader = files.Open(path);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 || !skipEmpty)
            {
                yield return new TextOnly { Text = line };
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
