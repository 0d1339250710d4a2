using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>Trains a <see cref="TranslationModel"/>: makes its tokenizers and vocabularies, and trains its network. Texts are read anew in each epoch.</summary>
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
    /// <exception cref="ArgumentException">There are no pairs, or one is too long; the message names it by its place, from 0.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public TranslationModel Fit(Func<IEnumerable<TextPair>> pairs, Func<IEnumerable<TextPair>>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        IEnumerable<string> Sources() => Watched(pairs()).Select(pair => pair.Source);
        IEnumerable<string> Targets() => Watched(pairs()).Select(pair => pair.Target);
        TokenCodec source, target;
        if (_text.Shared)
        {
            source = target = Codec(_text.SourceTokenizer, _text.SourceVocabulary, () => Watched(pairs()).SelectMany(pair => new[] { pair.Source, pair.Target }));
        }
        else
        {
            source = Codec(_text.SourceTokenizer, _text.SourceVocabulary, Sources);
            target = Codec(_text.TargetTokenizer, _text.TargetVocabulary, Targets);
        }

        var options = _network.Copy();
        (options.SourceVocabularySize, options.TargetVocabularySize) = (source.Vocabulary.Count, target.Vocabulary.Count);
        (options.StartId, options.EndId) = (target.StartId, target.EndId);
        var network = new EncoderDecoderNetwork(options, _training.Seed);
        IEnumerable<SequencePair> Encoded(Func<IEnumerable<TextPair>> rows) => Watched(rows()).Select((pair, row) => Checked(TranslationModel.Encode(source, target, pair), row));
        var history = new EncoderDecoderTrainer(network, _training).Fit(() => Encoded(pairs), validation is null ? null : () => Encoded(validation));
        return new TranslationModel(network, source.Tokenizer, source.Vocabulary, target.Tokenizer, target.Vocabulary) { History = history };
    }

    private static TokenCodec Codec(Tokenizer tokenizer, VocabularyOptions vocabulary, Func<IEnumerable<string>> texts)
    {
        tokenizer = tokenizer.IsTrained ? tokenizer : tokenizer.Train(texts());
        var builder = new VocabularyBuilder(new()
        {
            MinCount = vocabulary.MinCount,
            MaxSize = vocabulary.MaxSize,
            PruneAbove = vocabulary.PruneAbove,
            SpecialTokens = TokenCodec.SpecialTokens(isContinuous: false),
        });
        var tokens = new List<string>();
        foreach (var text in texts())
        {
            tokens.Clear();
            tokenizer.Tokenize(text, tokens);
            foreach (var token in tokens)
            {
                builder.Add(token);
            }
        }

        return new TokenCodec(tokenizer, builder.Build(), isContinuous: false);
    }

    private SequencePair Checked(SequencePair pair, int row)
    {
        void Check(string side, int length)
        {
            if (length > _text.MaxTokens)
            {
                throw new ArgumentException($"Row {row}: its {side} has {length} tokens; expected at most {_text.MaxTokens}, which is {nameof(_text.MaxTokens)}.");
            }
        }

        Check("source", pair.Source.Length - 1);
        Check("target", pair.Target.Length);
        return pair;
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
