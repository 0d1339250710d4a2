using System.Text;

namespace MLSeq.Documentation;

/// <summary>Names of members as words in lower case, and back: <c>GetHashCode</c>, <c>get hash code</c>.</summary>
internal static class NameWords
{
    /// <summary>The words of a name. A run of capitals is one word but for the last of it before a small letter; digits belong to the word before.</summary>
    public static string Split(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var starts = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((starts || name[i] == '_') && words.Length > 0 && words[^1] != ' ')
            {
                words.Append(' ');
            }

            if (name[i] != '_')
            {
                words.Append(char.ToLowerInvariant(name[i]));
            }
        }

        return words.ToString().TrimEnd();
    }

    /// <summary>The name of some words, each with a capital.</summary>
    public static string Join(string words) =>
        string.Concat(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
