using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;

namespace MLSeq.Translation;

/// <summary>
/// Trains a <see cref="TranslationModel"/>: makes its tokenizers and vocabularies, and trains its network. Texts are read anew in each epoch; those that are empty
/// or too long are left out and reported, see <see cref="TranslationModel.Misfits"/>.
/// </summary>
public sealed class TranslationTrainer
{
    private readonly EncoderDecoderOptions _network;
    private readonly SequenceTrainerOptions _training;
    private readonly TranslationTextOptions _text;

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network's shape; what follows from the vocabularies (sizes, start and end) is set by the trainer.</param>
    /// <param name="training">How to train.</param>
    /// <param name="text">What tokens are.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public TranslationTrainer(EncoderDecoderOptions network, SequenceTrainerOptions training, TranslationTextOptions text)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(text);
        text.Check();
        training.Check();
        OptionCheck.Require(
            !network.ShareEmbeddings || text.Shared, nameof(network.ShareEmbeddings), network.ShareEmbeddings, $"false, since {nameof(text.Shared)} is off");
        (_network, _training, _text) = (network.Copy(), training.Copy(), text);
    }

    /// <summary>Trains.</summary>
    /// <param name="pairs">Gives the same pairs in the same order at each call: up to four times, and then once or twice an epoch.</param>
    /// <param name="validation">Gives the pairs to validate on; null to hold out a fraction.</param>
    /// <returns>The model with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentException">There are no pairs, or all are empty or too long.</exception>
    /// <exception cref="InvalidOperationException">No token is frequent enough, or the loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public TranslationModel Fit(Func<IEnumerable<TextPair>> pairs, Func<IEnumerable<TextPair>>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        IEnumerable<string> Sources() => Watched(pairs()).Select(pair => pair.Source);
        IEnumerable<string> Targets() => Watched(pairs()).Select(pair => pair.Target);
        var (source, target) = _text.Learn(Sources, Targets);
        var codec = new TranslationCodec(source, target);
        IEnumerable<SequencePair> Encoded(Func<IEnumerable<TextPair>> rows) => Watched(rows()).Select(codec.Encode);
        return Fit(source, target, () => Encoded(pairs), validation is null ? null : () => Encoded(validation));
    }

    /// <summary>As <see cref="Fit(Func{IEnumerable{TextPair}}, Func{IEnumerable{TextPair}})"/>, on ids.</summary>
    /// <param name="source">What the ids of sources mean.</param>
    /// <param name="target">What the ids of targets mean.</param>
    /// <param name="pairs">The ids of each pair, the source with its end.</param>
    /// <param name="validation">The same to validate on; null to hold out a fraction.</param>
    internal TranslationModel Fit(TokenCodec source, TokenCodec target, Func<IEnumerable<SequencePair>> pairs, Func<IEnumerable<SequencePair>>? validation)
    {
        var options = _network.Copy();
        (options.SourceVocabularySize, options.TargetVocabularySize) = (source.Vocabulary.Count, target.Vocabulary.Count);
        (options.StartId, options.EndId) = (target.StartId, target.EndId);
        var network = new EncoderDecoderNetwork(options, _training.Seed);
        var misfits = new SortedDictionary<(bool IsValidation, long Row), PairMisfit>();
        IEnumerable<SequencePair> Fitting(Func<IEnumerable<SequencePair>> rows, bool isValidation)
        {
            var (row, fitting) = (0L, 0L);
            foreach (var pair in rows())
            {
                row++;
                var (sourceTokens, targetTokens) = (pair.Source.Length - 1, pair.Target.Length);
                if (Math.Min(sourceTokens, targetTokens) == 0 || Math.Max(sourceTokens, targetTokens) > _text.MaxTokens)
                {
                    misfits[(isValidation, row - 1)] = new(isValidation, row - 1, sourceTokens, targetTokens);
                    continue;
                }

                fitting++;
                yield return pair;
            }

            if (fitting == 0 && row > 0)
            {
                throw new ArgumentException(
                    $"All {row} pairs{(isValidation ? " to validate on" : string.Empty)} have an empty source or target, or one of more tokens than {nameof(_text.MaxTokens)}, {_text.MaxTokens}.");
            }
        }

        var history = new EncoderDecoderTrainer(network, _training).Fit(
            () => Fitting(pairs, false), validation is null ? null : () => Fitting(validation, true));
        return new TranslationModel(network, source.Tokenizer, source.Vocabulary, target.Tokenizer, target.Vocabulary)
        {
            History = history,
            Misfits = [.. misfits.Values],
        };
    }

    private IEnumerable<TextPair> Watched(IEnumerable<TextPair> pairs)
    {
        foreach (var pair in pairs)
        {
            _training.CancellationToken.ThrowIfCancellationRequested();
            yield return pair;
        }
    }
}
