using System.Text;

namespace MLSeq.Embeddings.Formats;

/// <summary>The words of a file as they are read; what cannot be a word is an error or, leniently, left out.</summary>
internal sealed class WordList(bool lenient)
{
    /// <summary>The longest word in bytes.</summary>
    public const int MaxLength = 1 << 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<string> _words = [];
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);

    public int Count => _words.Count;

    /// <summary>Decodes a word.</summary>
    /// <param name="bytes">The word.</param>
    /// <param name="lenient">Whether what is not UTF-8 becomes U+FFFD.</param>
    /// <param name="word">The word.</param>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, bool lenient, out string word)
    {
        try
        {
            word = (lenient ? Encoding.UTF8 : Strict).GetString(bytes);
            return null;
        }
        catch (DecoderFallbackException)
        {
            word = string.Empty;
            return $"found a word that is not UTF-8, '{Encoding.UTF8.GetString(bytes)}'; expected UTF-8. It can be read leniently.";
        }
    }

    /// <summary>Adds a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="place">Its line or record.</param>
    /// <param name="unit">What <paramref name="place"/> counts: 'line' or 'record'.</param>
    /// <returns>Whether the word and its vector are to be kept.</returns>
    /// <exception cref="InvalidDataException">The word is empty or was there before.</exception>
    public bool Add(string word, long place, string unit)
    {
        if (word.Length == 0)
        {
            return lenient ? false : throw new InvalidDataException($"{unit} {place}: found no word before the vector; expected one.");
        }

        if (!_places.TryAdd(word, place))
        {
            return lenient
                ? false
                : throw new InvalidDataException(
                    $"{unit} {place}: found '{word}', which is in {unit} {_places[word]}, too; expected each word once. It can be read leniently.");
        }

        _words.Add(word);
        return true;
    }

    public string[] ToArray() => [.. _words];
}
