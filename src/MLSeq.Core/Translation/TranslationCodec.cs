using MLSeq.Decoding.Beams;
using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>What a translator has around its network: texts to ids, and hypotheses to texts.</summary>
internal sealed class TranslationCodec(TokenCodec source, TokenCodec target)
{
    /// <summary>How sources are read.</summary>
    public TokenCodec Source { get; } = source;

    /// <summary>How targets are read and written.</summary>
    public TokenCodec Target { get; } = target;

    /// <summary>A codec of tokenizers, which must be trained, and vocabularies, which must have a begin and an end.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static TranslationCodec Create(Tokenizer sourceTokenizer, Vocabulary sourceVocabulary, Tokenizer targetTokenizer, Vocabulary targetVocabulary) =>
        new(Codec(sourceTokenizer, sourceVocabulary, "source"), Codec(targetTokenizer, targetVocabulary, "target"));

    /// <summary>A text as a network reads it.</summary>
    public SourceSequence Read(string text)
    {
        var tokens = new List<string>();
        Source.Tokenizer.Tokenize(text, tokens);
        tokens.Add(Vocabulary.EndToken);
        return new([.. tokens.SkipLast(1).Select(Source.Vocabulary.GetId), Source.EndId], tokens);
    }

    /// <summary>The ids of a text's tokens as a network reads them.</summary>
    public SourceSequence Read(ReadOnlySpan<int> ids)
    {
        int[] all = [.. ids, Source.EndId];
        return new(all, Array.ConvertAll(all, id => Source.Vocabulary[id]));
    }

    /// <summary>The ids of a pair of texts, as a network learns from them.</summary>
    public SequencePair Encode(TextPair pair)
    {
        var (source, target) = (new List<int>(), new List<int>());
        Source.Encode(pair.Source, source);
        Target.Encode(pair.Target, target);
        return new() { Source = [.. source, Source.EndId], Target = [.. target] };
    }

    /// <summary>What was found, as a text.</summary>
    public TranslatedText Text(BeamHypothesis hypothesis, IReadOnlyList<string> sourceTokens, bool keepAttention, bool replaceUnknown)
    {
        var (text, tokens) = (new System.Text.StringBuilder(), new List<string>());
        for (var t = 0; t < hypothesis.Ids.Count; t++)
        {
            var id = hypothesis.Ids[t];
            var seen = replaceUnknown && id == Vocabulary.UnknownId && hypothesis.Attention is { } attention ? Array.IndexOf(attention[t], attention[t].Max()) : -1;
            var isCopied = seen >= 0 && seen < sourceTokens.Count - 1;
            tokens.Add(isCopied ? sourceTokens[seen] : Target.Vocabulary[id]);
            text.Append(isCopied ? Target.Tokenizer.Piece(sourceTokens[seen], text.Length == 0) : Target.Piece(id, text.Length == 0));
        }

        return new(text.ToString(), tokens, hypothesis.LogProbability, hypothesis.Score, sourceTokens, keepAttention ? hypothesis.Attention : null);
    }

    private static TokenCodec Codec(Tokenizer tokenizer, Vocabulary vocabulary, string side)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        return tokenizer.IsTrained
            ? new TokenCodec(tokenizer, vocabulary, isContinuous: false)
            : throw new ArgumentException($"The {side}'s tokenizer is not trained.", nameof(tokenizer));
    }
}
