using System.Text;

namespace MLSeq.Embeddings.Projection;

/// <summary>Texts as a picture can hold them.</summary>
internal static class PlotText
{
    /// <summary>Characters that XML cannot hold become U+FFFD; line breaks and tabs become spaces.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var control = Rune.IsControl(rune);
            clean.Append(Rune.IsWhiteSpace(rune) ? " " : control || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }
}
