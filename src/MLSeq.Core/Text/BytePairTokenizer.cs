using System.Buffers;
using System.Text;

namespace MLSeq.Text;

/// <summary>
/// Cuts words into the parts that byte-pair encoding (Sennrich, Haddow and Birch 2016, "Neural machine translation of
/// rare words with subword units") learns from texts: starting from characters, the most frequent pair of neighbours
/// becomes a token, over and over. A text is cut into words first (runs of letters, digits and ideographs; single symbols;
/// runs of white space) and no token crosses their borders. The space before a word is part of its first token, written
/// <c>▁</c>; the first word has one too, so it looks like any other.
/// <para>Nothing is lost: <see cref="Detokenize"/> gives back the normalized text, with any character that was not seen
/// in training as a token of its own. Only a ▁ in the text itself comes back as a space.</para>
/// </summary>
public sealed class BytePairTokenizer : Tokenizer
{
    /// <summary>Stands for a space inside tokens.</summary>
    public const char SpaceMark = '▁';

    internal const string KindName = "bpe";
    private const int CacheSize = 1 << 14;

    private readonly BytePairModel? _model;

    // A direct-mapped cache of whole words: entries are replaced in one write, so threads need no lock.
    private readonly CacheEntry?[] _cache = [];

    /// <summary>Makes an untrained tokenizer.</summary>
    /// <param name="vocabularySize">How many different tokens to learn at most, single characters included; 2 to 1,048,576.</param>
    /// <param name="normalization">What is done to a text first.</param>
    public BytePairTokenizer(int vocabularySize = 8000, TextNormalization normalization = TextNormalization.None)
        : base(normalization)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vocabularySize, BytePairModel.MaximumTokens);
        VocabularySize = vocabularySize;
    }

    private BytePairTokenizer(int vocabularySize, TextNormalization normalization, BytePairModel model)
        : this(vocabularySize, normalization)
    {
        _model = model;
        _cache = new CacheEntry?[CacheSize];
    }

    /// <summary>How many different tokens to learn at most.</summary>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override bool IsTrained => _model is not null;

    /// <summary>
    /// The tokens that were learned: characters in ordinal order, then pairs in the order they were merged. Empty before
    /// training. <see cref="Vocabulary.FromTokens"/> makes a vocabulary of them.
    /// </summary>
    public IReadOnlyList<string> Tokens => _model?.Tokens ?? [];

    /// <summary>No piece inside which pairs merge has more UTF-16 characters (one more where a surrogate pair stands there).</summary>
    internal static int MaximumPieceLength => BytePairPieces.MaximumLength;

    /// <summary>The pairs of places in <see cref="Tokens"/> that merge into the tokens behind the single characters, in this order.</summary>
    internal IReadOnlyList<(int Left, int Right)> Merges => _model?.Merges ?? [];

    /// <summary>How many of <see cref="Tokens"/> are single characters.</summary>
    internal int AlphabetSize => Tokens.Count - Merges.Count;

    /// <summary>
    /// Learns tokens from texts. Half of <see cref="VocabularySize"/> at most goes to single characters, the most
    /// frequent ones; pairs seen once are not merged. Ties go to the pair of the tokens that were learned first, so the
    /// same texts always give the same tokens. Memory grows with the number of different words, not with the texts.
    /// </summary>
    /// <param name="texts">The texts, read once.</param>
    /// <returns>The trained tokenizer.</returns>
    /// <exception cref="InvalidOperationException">There is no text.</exception>
    public override Tokenizer Train(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var trainer = new BytePairTrainer();
        foreach (string text in texts)
        {
            char[] buffer = ArrayPool<char>.Shared.Rent(text.Length + 1);
            trainer.Count(Prepare(text, buffer));
            ArrayPool<char>.Shared.Return(buffer);
        }

        return new BytePairTokenizer(VocabularySize, Normalization, trainer.Train(VocabularySize));
    }

    /// <summary>Joins tokens back to the text they were cut from.</summary>
    /// <param name="tokens">Tokens as this tokenizer gives them.</param>
    /// <returns>The normalized text.</returns>
    public static string Detokenize(IEnumerable<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        StringBuilder text = new StringBuilder().AppendJoin(string.Empty, tokens).Replace(SpaceMark, ' ');
        return text.Length > 0 && text[0] == ' ' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    internal static BytePairTokenizer LoadBody(BinaryReader reader, TextNormalization normalization)
    {
        int size = UntrustedData.ReadInt32(reader, "the tokenizer's vocabulary size", 2, BytePairModel.MaximumTokens);
        bool trained = UntrustedData.ReadInt32(reader, "whether the tokenizer is trained", 0, 1) == 1;
        return trained
            ? new BytePairTokenizer(size, normalization, BytePairModel.Load(reader))
            : new BytePairTokenizer(size, normalization);
    }

    private protected override void SaveBody(BinaryWriter writer)
    {
        writer.Write(VocabularySize);
        writer.Write(IsTrained ? 1 : 0);
        _model?.Save(writer);
    }

    internal override string Piece(string token, bool startsLine) =>
        (startsLine && token.StartsWith(SpaceMark) ? token[1..] : token).Replace(SpaceMark, ' ');

    private protected override void Cut(ReadOnlySpan<char> text, ICollection<string> tokens)
    {
        if (_model is null)
        {
            throw new InvalidOperationException("The byte-pair tokenizer is not trained; call Train and use the tokenizer it returns.");
        }

        if (text.IsEmpty)
        {
            return;
        }

        char[] buffer = ArrayPool<char>.Shared.Rent(text.Length + 1);
        buffer[0] = ' ';
        text.CopyTo(buffer.AsSpan(1));
        var pieces = new BytePairPieces(buffer.AsSpan(0, text.Length + 1));
        while (pieces.MoveNext())
        {
            ReadOnlySpan<char> piece = pieces.Current;
            ref CacheEntry? entry = ref _cache[string.GetHashCode(piece, StringComparison.Ordinal) & (CacheSize - 1)];
            CacheEntry? cached = entry;
            if (cached is null || !piece.SequenceEqual(cached.Piece))
            {
                entry = cached = new CacheEntry(piece.ToString(), _model.Encode(piece));
            }

            foreach (string token in cached.Tokens)
            {
                tokens.Add(token);
            }
        }

        ArrayPool<char>.Shared.Return(buffer);
    }

    /// <summary>The normalized text with one space before it; nothing for an empty text.</summary>
    private ReadOnlySpan<char> Prepare(string text, char[] buffer)
    {
        buffer[0] = ' ';
        int length = TextNormalizer.Normalize(text, Normalization, buffer.AsSpan(1));
        return length == 0 ? [] : buffer.AsSpan(0, length + 1);
    }

    private sealed record CacheEntry(string Piece, string[] Tokens);
}
