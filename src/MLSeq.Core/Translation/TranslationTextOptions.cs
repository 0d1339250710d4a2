using MLSeq.LanguageModels;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>What a translation model takes for tokens.</summary>
public sealed class TranslationTextOptions
{
    /// <summary>Cuts sources; trained on them where it learns. Byte pairs by default.</summary>
    public Tokenizer SourceTokenizer { get; set; } = Tokenizers.BytePairs();

    /// <summary>Cuts targets, and decides how tokens are put together again; trained on them where it learns. Byte pairs by default.</summary>
    public Tokenizer TargetTokenizer { get; set; } = Tokenizers.BytePairs();

    /// <summary>Which source tokens get an id of their own; the special tokens are chosen by the model. All by default.</summary>
    public VocabularyOptions SourceVocabulary { get; set; } = new();

    /// <summary>Which target tokens get an id of their own; the special tokens are chosen by the model. All by default.</summary>
    public VocabularyOptions TargetVocabulary { get; set; } = new();

    /// <summary>
    /// Whether both sides have one tokenizer, <see cref="SourceTokenizer"/>, and one vocabulary, by <see cref="SourceVocabulary"/>, learned from both: for
    /// languages that share words and names. No by default.
    /// </summary>
    public bool Shared { get; set; }

    /// <summary>The most tokens in a source or target to learn from; pairs with a longer or an empty one are left out and reported. 1,000 by default.</summary>
    public int MaxTokens { get; set; } = 1000;

    /// <summary>Makes what reads and writes both sides.</summary>
    /// <param name="sources">Gives the same texts in the same order at each call.</param>
    /// <param name="targets">Gives their translations.</param>
    /// <exception cref="InvalidOperationException">No token is frequent enough.</exception>
    internal (TokenCodec Source, TokenCodec Target) Learn(Func<IEnumerable<string>> sources, Func<IEnumerable<string>> targets)
    {
        if (Shared)
        {
            var both = TokenCodec.Learn(SourceTokenizer, SourceVocabulary, () => sources().Concat(targets()));
            return (both, both);
        }

        return (TokenCodec.Learn(SourceTokenizer, SourceVocabulary, sources), TokenCodec.Learn(TargetTokenizer, TargetVocabulary, targets));
    }

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(SourceTokenizer);
        ArgumentNullException.ThrowIfNull(TargetTokenizer);
        ArgumentNullException.ThrowIfNull(SourceVocabulary);
        ArgumentNullException.ThrowIfNull(TargetVocabulary);
        SourceVocabulary.Check();
        TargetVocabulary.Check();
        OptionCheck.Require(MaxTokens is >= 1 and <= 65_000, nameof(MaxTokens), MaxTokens, "1 to 65000");
    }
}
