using System.Collections.Concurrent;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>
/// A recurrent language model: the probability of a text, token by token, and texts drawn from it. A recurrent network over token ids
/// gives after each token the probability of every token to be the next. Any number of threads may use it at once; its
/// network's weights must not be changed any more.
/// </summary>
public sealed partial class LanguageModel
{
    private readonly ConcurrentBag<TokenPredictor> _idle = [];
    private readonly TokenCodec _codec;

    /// <summary>Makes a language model of its parts.</summary>
    /// <param name="network">
    /// A network over token ids in one direction, with an answer at each step (<see cref="SequencePooling.None"/>) that is a softmax over
    /// the same ids.
    /// </param>
    /// <param name="tokenizer">Cuts texts.</param>
    /// <param name="vocabulary">The ids' tokens, with <see cref="Vocabulary.EndToken"/> and, unless text is continuous, <see cref="Vocabulary.BeginToken"/>.</param>
    /// <param name="isContinuous">
    /// Whether lines follow each other, each with the end token behind it and what came before known; else each text stands for itself,
    /// between the begin and the end token.
    /// </param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public LanguageModel(SequenceNetwork network, Tokenizer tokenizer, Vocabulary vocabulary, bool isContinuous)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var options = network.Options;
        OptionCheck.Require(options.VocabularySize == vocabulary.Count, nameof(options.VocabularySize), options.VocabularySize, $"the vocabulary's {vocabulary.Count}");
        OptionCheck.Require(options.OutputSize == vocabulary.Count, nameof(options.OutputSize), options.OutputSize, $"the vocabulary's {vocabulary.Count}");
        OptionCheck.Require(options.Pooling == SequencePooling.None, nameof(options.Pooling), options.Pooling, $"{SequencePooling.None}");
        OptionCheck.Require(options.Output == NetworkOutput.Softmax, nameof(options.Output), options.Output, $"{NetworkOutput.Softmax}");
        OptionCheck.Require(!options.Bidirectional, nameof(options.Bidirectional), options.Bidirectional, "false: a model that reads what it should guess learns nothing");
        if (!tokenizer.IsTrained)
        {
            throw new ArgumentException("The tokenizer is not trained.", nameof(tokenizer));
        }

        Network = network;
        _codec = new TokenCodec(tokenizer, vocabulary, isContinuous);
    }

    /// <summary>The network.</summary>
    public SequenceNetwork Network { get; }

    /// <summary>What cuts texts.</summary>
    public Tokenizer Tokenizer => _codec.Tokenizer;

    /// <summary>The tokens.</summary>
    public Vocabulary Vocabulary => _codec.Vocabulary;

    /// <summary>Whether lines follow each other, or each text stands for itself.</summary>
    public bool IsContinuous => _codec.IsContinuous;

    /// <summary>How the training went; null for a model that was loaded.</summary>
    public TrainingHistory? History { get; init; }

    internal TokenCodec Codec => _codec;

    /// <exception cref="ArgumentException">There are features where the network takes none, or not as many as it takes, or one is not finite.</exception>
    private TokenPredictor Rent(float[]? features)
    {
        Check(features);
        if (!_idle.TryTake(out var predictor))
        {
            predictor = new TokenPredictor(Network);
        }

        predictor.Restart(features);
        return predictor;
    }

    private void Return(TokenPredictor predictor) => _idle.Add(predictor);

    private void Check(float[]? features)
    {
        var (found, expected) = (features?.Length ?? 0, Network.Shape.StateSize);
        if (found != expected)
        {
            throw new ArgumentException($"There are {found} features to start from; the model's network takes {expected}.", nameof(features));
        }

        if (features.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var bad)
        {
            throw new ArgumentException($"Feature {bad} is {features![bad]}; expected a finite number.", nameof(features));
        }
    }
}
