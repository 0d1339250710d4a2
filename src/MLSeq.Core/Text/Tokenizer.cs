using System.Buffers;

namespace MLSeq.Text;

/// <summary>
/// Cuts texts into tokens. A tokenizer never changes and may be used by any number of threads at once. Make one with
/// <see cref="Tokenizers"/>.
/// </summary>
public abstract class Tokenizer
{
    private protected Tokenizer(TextNormalization normalization) => Normalization = TextNormalizer.Check(normalization);

    /// <summary>What is done to a text before it is cut.</summary>
    public TextNormalization Normalization { get; }

    /// <summary>The kind of tokenizer: word, whitespace, pattern, character or bpe.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the tokenizer can cut texts; false only for a byte-pair tokenizer before <see cref="Train"/>.</summary>
    public virtual bool IsTrained => true;

    /// <summary>Fits the tokenizer to texts.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <returns>The fitted tokenizer; this one where there is nothing to learn.</returns>
    public virtual Tokenizer Train(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return this;
    }

    /// <summary>Normalizes a text, cuts it and appends its tokens.</summary>
    /// <param name="text">The text. A lone surrogate counts as U+FFFD.</param>
    /// <param name="tokens">Takes the tokens, none of them empty.</param>
    /// <exception cref="InvalidOperationException">The tokenizer is not trained.</exception>
    public void Tokenize(string text, ICollection<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        Tokenize(text.AsSpan(), tokens);
    }

    /// <inheritdoc cref="Tokenize(string, ICollection{string})"/>
    public void Tokenize(ReadOnlySpan<char> text, ICollection<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (TextNormalizer.IsUnchanged(text, Normalization))
        {
            Cut(text, tokens);
            return;
        }

        char[] buffer = ArrayPool<char>.Shared.Rent(text.Length);
        int length = TextNormalizer.Normalize(text, Normalization, buffer);
        Cut(buffer.AsSpan(0, length), tokens);
        ArrayPool<char>.Shared.Return(buffer);
    }

    /// <summary>Normalizes a text and cuts it.</summary>
    /// <param name="text">The text. A lone surrogate counts as U+FFFD.</param>
    /// <returns>The tokens, none of them empty.</returns>
    /// <exception cref="InvalidOperationException">The tokenizer is not trained.</exception>
    public IReadOnlyList<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        Tokenize(text, tokens);
        return tokens;
    }

    /// <summary>What a token adds to a text behind others: most tokens are set apart by spaces.</summary>
    /// <param name="token">The token.</param>
    /// <param name="startsLine">Whether nothing stands before it in its line.</param>
    internal virtual string Piece(string token, bool startsLine) => startsLine ? token : " " + token;

    /// <summary>Writes the tokenizer in the format that <see cref="Load"/> reads.</summary>
    /// <param name="writer">Where to.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TokenizerFormat.WriteHeader(writer, this);
        SaveBody(writer);
    }

    /// <summary>Reads a tokenizer. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="InvalidDataException">The data are not a tokenizer's, damaged, or of a newer version.</exception>
    public static Tokenizer Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return TokenizerFormat.Read(reader);
    }

    /// <summary>The tokenizer's name and normalization.</summary>
    /// <returns>For instance <c>word (LowerCase)</c>.</returns>
    public override string ToString() => $"{Name} ({Normalization})";

    /// <summary>Cuts a text that is normalized and holds no lone surrogate.</summary>
    private protected abstract void Cut(ReadOnlySpan<char> text, ICollection<string> tokens);

    /// <summary>Writes what the kind of tokenizer has beyond its name and normalization.</summary>
    private protected virtual void SaveBody(BinaryWriter writer)
    {
    }
}
