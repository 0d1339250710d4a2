using MLSeq.Decoding;
using MLSeq.Decoding.Beams;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>Translations, and how probable they are.</summary>
public sealed partial class TranslationModel
{
    private const int BatchRows = 32;

    /// <summary>The best translation of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <param name="replaceUnknown">See <see cref="Translate(IReadOnlyList{string}, BeamSearchOptions, bool, int, CancellationToken)"/>.</param>
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
    /// <param name="threads">How many threads share the texts, at most; 0 for one a core. The translations do not depend on it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public IReadOnlyList<IReadOnlyList<TranslatedText>> Translate(
        IReadOnlyList<string> texts, BeamSearchOptions? search = null, bool replaceUnknown = false, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Translate([.. texts.Select(Source)], search, replaceUnknown, threads, cancellationToken);
    }

    /// <summary>Translations of each text that are drawn by their probability, as many as the options say.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="sampling">How to draw; null for the defaults.</param>
    /// <param name="replaceUnknown">See <see cref="Translate(IReadOnlyList{string}, BeamSearchOptions, bool, int, CancellationToken)"/>.</param>
    /// <param name="threads">How many threads share the texts, at most; 0 for one a core. The translations do not depend on it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public IReadOnlyList<IReadOnlyList<TranslatedText>> Sample(
        IReadOnlyList<string> texts, TargetSamplingOptions? sampling = null, bool replaceUnknown = false, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        sampling ??= new();
        sampling.Check();
        var options = sampling.Copy();
        options.KeepAttention |= replaceUnknown;
        return Translate(
            [.. texts.Select(Source)], decoder => TargetSampler.Run(decoder, options), sampling.KeepAttention, replaceUnknown, threads, cancellationToken);
    }

    /// <summary>The natural logarithm of each translation's probability, its end included.</summary>
    /// <param name="pairs">Texts and translations.</param>
    /// <param name="threads">How many threads share the pairs, at most; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public IReadOnlyList<double> LogProbabilities(IReadOnlyList<TextPair> pairs, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var encoded = pairs.Select(pair => Encode(_source, _target, pair)).ToArray();
        var order = Enumerable.Range(0, encoded.Length).OrderByDescending(i => encoded[i].Steps).ToArray();
        var results = new double[encoded.Length];
        Share(order, threads, (decoder, chunk) =>
        {
            foreach (var (i, sum) in chunk.Zip(decoder.Score([.. chunk.Select(i => encoded[i])])))
            {
                results[i] = sum;
            }
        }, cancellationToken);
        return results;
    }

    internal IReadOnlyList<IReadOnlyList<TranslatedText>> Translate(
        IReadOnlyList<SourceSequence> sources, BeamSearchOptions? search, bool replaceUnknown, int threads, CancellationToken cancellationToken)
    {
        search ??= new();
        search.Check();
        var options = search.Copy();
        options.KeepAttention |= replaceUnknown;
        return Translate(sources, decoder => BeamSearch.Run(decoder, options), search.KeepAttention, replaceUnknown, threads, cancellationToken);
    }

    private IReadOnlyList<TranslatedText>[] Translate(
        IReadOnlyList<SourceSequence> sources, Func<TargetDecoder, IReadOnlyList<BeamHypothesis>[]> decode, bool keepAttention, bool replaceUnknown,
        int threads, CancellationToken cancellationToken)
    {
        OptionCheck.Require(
            !replaceUnknown || Network.Options.Attention != AttentionKind.None, nameof(replaceUnknown), replaceUnknown, "false, since the model has no attention");
        var order = Enumerable.Range(0, sources.Count).OrderBy(i => sources[i].Ids.Length).ToArray();
        var results = new IReadOnlyList<TranslatedText>[sources.Count];
        Share(order, threads, (decoder, chunk) =>
        {
            decoder.Read([.. chunk.Select(i => sources[i].Ids)]);
            foreach (var (i, hypotheses) in chunk.Zip(decode(decoder)))
            {
                results[i] = [.. hypotheses.Select(hypothesis => Text(hypothesis, sources[i].Tokens, keepAttention, replaceUnknown))];
            }
        }, cancellationToken);
        return results;
    }

    /// <summary>Works on rows, so many at a time, on so many threads.</summary>
    private void Share(int[] order, int threads, Action<NetworkDecoder, int[]> work, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.ForEach(order.Chunk(BatchRows), options, chunk =>
        {
            var decoder = _idle.TryTake(out var idle) ? idle : new NetworkDecoder(Network);
            work(decoder, chunk);
            _idle.Add(decoder);
        });
    }

    private TranslatedText Text(BeamHypothesis hypothesis, IReadOnlyList<string> sourceTokens, bool keepAttention, bool replaceUnknown)
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
