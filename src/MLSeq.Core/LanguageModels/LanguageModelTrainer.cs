using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.LanguageModels;

/// <summary>
/// Trains a <see cref="LanguageModel"/>: makes its tokenizer and vocabulary, and trains its network to give the next token. Continuous
/// text is held in memory as ids, four bytes a token; texts for themselves are read anew in each epoch.
/// </summary>
public sealed class LanguageModelTrainer
{
    private readonly SequenceNetworkOptions _network;
    private readonly SequenceTrainerOptions _training;
    private readonly LanguageModelTextOptions _text;

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network's shape; what follows from the vocabulary and the task (sizes, pooling, output) is set by the trainer.</param>
    /// <param name="training">How to train.</param>
    /// <param name="text">What tokens are.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public LanguageModelTrainer(SequenceNetworkOptions network, SequenceTrainerOptions training, LanguageModelTextOptions text)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(text);
        text.Check();
        training.Check();
        (_network, _training, _text) = (network.Copy(), training.Copy(), text);
        OptionCheck.Require(!network.Bidirectional, nameof(network.Bidirectional), network.Bidirectional, "false: a model that reads what it should guess learns nothing");
    }

    /// <summary>Trains.</summary>
    /// <param name="texts">Gives the same texts in the same order at each call: up to three times, and then once or twice an epoch unless text is continuous.</param>
    /// <param name="validation">Gives the texts to validate on; null to hold out a fraction of the training texts.</param>
    /// <returns>The model with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentException">There are no texts, or too few to hold any out.</exception>
    /// <exception cref="InvalidOperationException">No token is frequent enough, or the loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public LanguageModel Fit(Func<IEnumerable<string>> texts, Func<IEnumerable<string>>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        OptionCheck.Require(_network.StateSize == 0, nameof(_network.StateSize), _network.StateSize, $"0, or {nameof(FitFromFeatures)}");
        return FitTexts(() => texts().Select(text => (text, (float[]?)null)), validation is null ? null : () => validation().Select(text => (text, (float[]?)null)));
    }

    /// <summary>Trains a model whose texts start each from a feature vector: one to many, for instance from an image's features to its description.</summary>
    /// <param name="texts">Gives the same texts with their features [StateSize] in the same order at each call.</param>
    /// <param name="validation">The same to validate on; null to hold out a fraction of the training texts.</param>
    /// <inheritdoc cref="Fit(Func{IEnumerable{string}}, Func{IEnumerable{string}})"/>
    public LanguageModel FitFromFeatures(Func<IEnumerable<(string Text, float[] Features)>> texts, Func<IEnumerable<(string Text, float[] Features)>>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        OptionCheck.Require(_network.StateSize > 0, nameof(_network.StateSize), _network.StateSize, "the number of a text's features");
        OptionCheck.Require(!_text.ContinuousText, nameof(_text.ContinuousText), true, "false for texts with features");
        return FitTexts(
            () => texts().Select(row => (row.Text, (float[]?)row.Features)),
            validation is null ? null : () => validation().Select(row => (row.Text, (float[]?)row.Features)));
    }

    private LanguageModel FitTexts(Func<IEnumerable<(string Text, float[]? Features)>> rows, Func<IEnumerable<(string Text, float[]? Features)>>? validation)
    {
        var codec = TokenCodec.Learn(
            _text.Tokenizer, _text.Vocabulary, () => Watched(rows().Select(row => row.Text)), _text.ContinuousText,
            _text.ContinuousText && validation is null ? TrainedTokens : null);
        IEnumerable<(int[], float[]?)> Encoded(IEnumerable<(string Text, float[]? Features)> source)
        {
            var ids = new List<int>();
            foreach (var (text, features) in source)
            {
                _training.CancellationToken.ThrowIfCancellationRequested();
                ids.Clear();
                codec.Encode(text, ids);
                yield return ([.. ids], features);
            }
        }

        return Fit(codec, () => Encoded(rows()), validation is null ? null : () => Encoded(validation()));
    }

    /// <summary>As <see cref="Fit(Func{IEnumerable{string}}, Func{IEnumerable{string}})"/>, on ids.</summary>
    /// <param name="codec">What the ids mean.</param>
    /// <param name="rows">The ids of each text, without start and end, and its features.</param>
    /// <param name="validation">The same to validate on; null to hold out a fraction.</param>
    internal LanguageModel Fit(
        TokenCodec codec, Func<IEnumerable<(int[] Ids, float[]? Features)>> rows, Func<IEnumerable<(int[] Ids, float[]? Features)>>? validation)
    {
        _network.VocabularySize = _network.OutputSize = codec.Vocabulary.Count;
        (_network.FrameSize, _network.Pooling, _network.Output) = (0, SequencePooling.None, NetworkOutput.Softmax);
        var network = new SequenceNetwork(_network, _training.Seed);
        if (_text.WordVectors is { } vectors
            && PretrainedEmbedding.Set(network, [.. codec.Vocabulary.Skip(1)], vectors, _text.FreezeWordVectors) == 0)
        {
            throw new InvalidOperationException(
                $"None of the {codec.Vocabulary.Count} tokens, such as '{codec.Vocabulary[codec.Vocabulary.Count - 1]}', is in {nameof(_text.WordVectors)}, whose words are such as '{vectors.Words[0]}'.");
        }

        var history = new SequenceTrainer(network, _training).Fit(Batches(network, codec, rows, validation));
        return new LanguageModel(network, codec.Tokenizer, codec.Vocabulary, codec.IsContinuous) { History = history };
    }

    private BatchSource Batches(
        SequenceNetwork network, TokenCodec codec, Func<IEnumerable<(int[] Ids, float[]? Features)>> rows,
        Func<IEnumerable<(int[] Ids, float[]? Features)>>? validation)
    {
        if (!codec.IsContinuous)
        {
            IEnumerable<SequenceExample> Examples(IEnumerable<(int[] Ids, float[]? Features)> source) =>
                source.Select(row => codec.Example(row.Ids, row.Features));
            var steps = _network.StateSize > 0 ? int.MaxValue : _text.StepCount;
            return new ExampleBatches(network, _training, () => Examples(rows()), validation is null ? null : () => Examples(validation()), steps);
        }

        var all = codec.Stream(rows().Select(row => row.Ids));
        if (all.Count == 0)
        {
            throw new ArgumentException("There is no text to train on.");
        }

        var heldOut = validation is null ? null : codec.Stream(validation().Select(row => row.Ids));
        if (validation is null && all.Count - TrainedTokens(all.Count) > 0)
        {
            (all, heldOut) = all.SplitAt(TrainedTokens(all.Count));
        }

        return new TokenStreamBatches(all, heldOut, codec.StartId, _training.BatchSize, _text.StepCount, _text.StateReset);
    }

    /// <summary>How many of so many tokens are trained on; the rest, the end of the text, is held out.</summary>
    private long TrainedTokens(long tokens) => Math.Clamp((long)(tokens * (1 - (decimal)_training.ValidationFraction)), Math.Min(tokens, 1), tokens);

    private IEnumerable<string> Watched(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            _training.CancellationToken.ThrowIfCancellationRequested();
            yield return text;
        }
    }
}
