using MLSeq.Decoding;
using MLSeq.Decoding.Beams;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>Texts in, texts out, whatever runs the network between the tokens of both; an empty text has an empty translation. Any number of threads may use it at once.</summary>
public abstract class TextTranslator
{
    private const int BatchRows = 32;

    private protected TextTranslator(TranslationCodec codec) => Codec = codec;

    /// <summary>What cuts sources.</summary>
    public Tokenizer SourceTokenizer => Codec.Source.Tokenizer;

    /// <summary>What cuts targets.</summary>
    public Tokenizer TargetTokenizer => Codec.Target.Tokenizer;

    /// <summary>The source's tokens.</summary>
    public Vocabulary SourceVocabulary => Codec.Source.Vocabulary;

    /// <summary>The target's tokens.</summary>
    public Vocabulary TargetVocabulary => Codec.Target.Vocabulary;

    /// <summary>Texts to ids and back.</summary>
    internal TranslationCodec Codec { get; }

    /// <summary>Whether there is attention.</summary>
    internal abstract bool HasAttention { get; }

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
        return Translate([.. texts.Select(Codec.Read)], search, replaceUnknown, threads, cancellationToken);
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
            [.. texts.Select(Codec.Read)], decoder => TargetSampler.Run(decoder, options), sampling.Count, sampling.KeepAttention, replaceUnknown, threads, cancellationToken);
    }

    /// <summary>Translates sources and compares with their references.</summary>
    /// <param name="pairs">Texts and reference translations.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <param name="threads">How many threads share the texts, at most; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public TranslationQuality Evaluate(
        IReadOnlyList<TextPair> pairs, BeamSearchOptions? search = null, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var outputs = Translate([.. pairs.Select(pair => pair.Source)], search, false, threads, cancellationToken);
        return TranslationQuality.Of(pairs, [.. outputs.Select(best => best[0].Text)]);
    }

    internal IReadOnlyList<IReadOnlyList<TranslatedText>> Translate(
        IReadOnlyList<SourceSequence> sources, BeamSearchOptions? search, bool replaceUnknown, int threads, CancellationToken cancellationToken)
    {
        search ??= new();
        search.Check();
        var options = search.Copy();
        options.KeepAttention |= replaceUnknown;
        return Translate(sources, decoder => BeamSearch.Run(decoder, options), 1, search.KeepAttention, replaceUnknown, threads, cancellationToken);
    }

    /// <summary>Has a decoder read sources, of which none is empty, and gives what is found with it.</summary>
    internal abstract IReadOnlyList<BeamHypothesis>[] Decode(int[][] sources, Func<TargetDecoder, IReadOnlyList<BeamHypothesis>[]> find);

    /// <summary>Works on rows, so many at a time, on so many threads.</summary>
    private protected static void Share(int[] order, int threads, Action<int[]> work, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.ForEach(order.Chunk(BatchRows), options, work);
    }

    private IReadOnlyList<TranslatedText>[] Translate(
        IReadOnlyList<SourceSequence> sources, Func<TargetDecoder, IReadOnlyList<BeamHypothesis>[]> find, int count, bool keepAttention, bool replaceUnknown,
        int threads, CancellationToken cancellationToken)
    {
        OptionCheck.Require(!replaceUnknown || HasAttention, nameof(replaceUnknown), replaceUnknown, "false, since the model has no attention");
        var results = new IReadOnlyList<TranslatedText>[sources.Count];

        // Nobody trains on empty texts: what a network makes of one is nonsense.
        Array.Fill(results, [.. Enumerable.Repeat(new TranslatedText(string.Empty, [], 0, 0, [Vocabulary.EndToken], keepAttention ? [] : null), count)]);
        var order = Enumerable.Range(0, sources.Count).Where(i => sources[i].Ids.Length > 1).OrderBy(i => sources[i].Ids.Length).ToArray();
        Share(order, threads, chunk =>
        {
            foreach (var (i, hypotheses) in chunk.Zip(Decode([.. chunk.Select(i => sources[i].Ids)], find)))
            {
                results[i] = [.. hypotheses.Select(hypothesis => Codec.Text(hypothesis, sources[i].Tokens, keepAttention, replaceUnknown))];
            }
        }, cancellationToken);
        return results;
    }
}
