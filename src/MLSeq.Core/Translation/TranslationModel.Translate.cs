using MLSeq.Decoding;
using MLSeq.Decoding.Beams;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>Translations, and how probable they are.</summary>
public sealed partial class TranslationModel
{
    private const int BatchRows = 32;

    /// <summary>The best translation of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <param name="replaceUnknown">See <see cref="Translate(IReadOnlyList{string}, BeamSearchOptions, bool)"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public TranslatedText Translate(string text, BeamSearchOptions? search = null, bool replaceUnknown = false) =>
        Translate([text], search, replaceUnknown)[0][0];

    /// <summary>The best translations of each text, the best one first. Texts of similar length share steps, and threads share the texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <param name="replaceUnknown">
    /// Whether each unknown token of a translation becomes the token of the source that the model looked at most (Luong et al., 2015), where
    /// that is a token of the text; for models with attention.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public IReadOnlyList<IReadOnlyList<TranslatedText>> Translate(IReadOnlyList<string> texts, BeamSearchOptions? search = null, bool replaceUnknown = false)
    {
        search ??= new();
        search.Check();
        var options = search.Copy();
        options.KeepAttention |= replaceUnknown;
        return Translate(texts, decoder => BeamSearch.Run(decoder, options), search.KeepAttention, replaceUnknown);
    }

    /// <summary>Translations of each text that are drawn by their probability, as many as the options say.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="sampling">How to draw; null for the defaults.</param>
    /// <param name="replaceUnknown">See <see cref="Translate(IReadOnlyList{string}, BeamSearchOptions, bool)"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public IReadOnlyList<IReadOnlyList<TranslatedText>> Sample(IReadOnlyList<string> texts, TargetSamplingOptions? sampling = null, bool replaceUnknown = false)
    {
        sampling ??= new();
        sampling.Check();
        var options = sampling.Copy();
        options.KeepAttention |= replaceUnknown;
        return Translate(texts, decoder => TargetSampler.Run(decoder, options), sampling.KeepAttention, replaceUnknown);
    }

    /// <summary>The natural logarithm of each translation's probability, its end included.</summary>
    /// <param name="pairs">Texts and translations.</param>
    public IReadOnlyList<double> LogProbabilities(IReadOnlyList<TextPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var encoded = pairs.Select(pair => Encode(_source, _target, pair)).ToArray();
        var order = Enumerable.Range(0, encoded.Length).OrderByDescending(i => encoded[i].Steps).ToArray();
        var results = new double[encoded.Length];
        Parallel.ForEach(order.Chunk(BatchRows), chunk => Use(decoder =>
        {
            foreach (var (i, sum) in chunk.Zip(decoder.Score([.. chunk.Select(i => encoded[i])])))
            {
                results[i] = sum;
            }

            return true;
        }));
        return results;
    }

    private IReadOnlyList<TranslatedText>[] Translate(
        IReadOnlyList<string> texts, Func<TargetDecoder, IReadOnlyList<BeamHypothesis>[]> decode, bool keepAttention, bool replaceUnknown)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var sources = texts.Select(text => Encode(_source, text)).ToArray();
        var order = Enumerable.Range(0, sources.Length).OrderBy(i => sources[i].Length).ToArray();
        var results = new IReadOnlyList<TranslatedText>[sources.Length];
        Parallel.ForEach(order.Chunk(BatchRows), chunk => Use(decoder =>
        {
            decoder.Read([.. chunk.Select(i => sources[i])]);
            foreach (var (i, hypotheses) in chunk.Zip(decode(decoder)))
            {
                var sourceTokens = Tokens(texts[i]);
                results[i] = [.. hypotheses.Select(hypothesis => Text(hypothesis, sourceTokens, keepAttention, replaceUnknown))];
            }

            return true;
        }));
        return results;
    }

    /// <summary>The tokens of a source as they are written, its end last.</summary>
    private List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        SourceTokenizer.Tokenize(text, tokens);
        tokens.Add(Vocabulary.EndToken);
        return tokens;
    }

    private TranslatedText Text(BeamHypothesis hypothesis, List<string> sourceTokens, bool keepAttention, bool replaceUnknown)
    {
        var (text, tokens) = (new System.Text.StringBuilder(), new List<string>());
        for (var t = 0; t < hypothesis.Ids.Count; t++)
        {
            var id = hypothesis.Ids[t];
            var seen = replaceUnknown && id == Vocabulary.UnknownId && hypothesis.Attention is { } attention ? Array.IndexOf(attention[t], attention[t].Max()) : -1;
            var isCopied = seen >= 0 && seen < sourceTokens.Count - 1;
            tokens.Add(isCopied ? sourceTokens[seen] : TargetVocabulary[id]);
            text.Append(isCopied ? TargetTokenizer.Piece(sourceTokens[seen], text.Length == 0) : _target.Piece(id, text.Length == 0));
        }

        return new(text.ToString(), tokens, hypothesis.LogProbability, hypothesis.Score, sourceTokens, keepAttention ? hypothesis.Attention : null);
    }
}
