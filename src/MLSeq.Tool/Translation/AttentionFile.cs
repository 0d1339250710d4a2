using System.Globalization;
using MLSeq.Translation;

namespace MLSeq.Tool.Translation;

/// <summary>A TSV of what translations looked at, a line for each pair of a token of a translation and one of its text.</summary>
internal sealed class AttentionFile : IDisposable
{
    private readonly StreamWriter _writer;

    public AttentionFile(string path)
    {
        Data.OutputFile.Prepare(path);
        _writer = new StreamWriter(path);
        _writer.WriteLine("line\ttarget position\ttarget token\tsource position\tsource token\tweight");
    }

    public void Write(long line, TranslatedText translation)
    {
        for (var t = 0; t < translation.Tokens.Count; t++)
        {
            for (var s = 0; s < translation.SourceTokens.Count; s++)
            {
                _writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{line}\t{t + 1}\t{Field(translation.Tokens[t])}\t{s + 1}\t{Field(translation.SourceTokens[s])}\t{translation.Attention![t][s]:G6}"));
            }
        }
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A tab may be a token, where those are characters.</summary>
    private static string Field(string token) => token.Replace("\t", "\\t", StringComparison.Ordinal);
}
