using System.Collections.Concurrent;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>
/// A language model, whatever runs it: how probable texts are, token by token, and texts drawn from it. Any number of threads may use it.
/// </summary>
public abstract partial class TextGenerator
{
    private readonly ConcurrentBag<TokenPredictor> _idle = [];

    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    private protected TextGenerator(Tokenizer tokenizer, Vocabulary vocabulary, bool isContinuous)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (!tokenizer.IsTrained)
        {
            throw new ArgumentException("The tokenizer is not trained.", nameof(tokenizer));
        }

        Codec = new TokenCodec(tokenizer, vocabulary, isContinuous);
    }

    /// <summary>What cuts texts.</summary>
    public Tokenizer Tokenizer => Codec.Tokenizer;

    /// <summary>The tokens.</summary>
    public Vocabulary Vocabulary => Codec.Vocabulary;

    /// <summary>Whether lines follow each other, or each text stands for itself.</summary>
    public bool IsContinuous => Codec.IsContinuous;

    internal TokenCodec Codec { get; }

    /// <summary>How many features a text starts from; 0 for none.</summary>
    internal abstract int FeatureCount { get; }

    internal abstract TokenPredictor CreatePredictor();

    /// <exception cref="ArgumentException">There are features where the model takes none, or not as many as it takes, or one is not finite.</exception>
    private protected TokenPredictor Rent(float[]? features)
    {
        Check(features);
        if (!_idle.TryTake(out var predictor))
        {
            predictor = CreatePredictor();
        }

        predictor.Restart(features);
        return predictor;
    }

    private protected void Return(TokenPredictor predictor) => _idle.Add(predictor);

    private protected void Check(float[]? features)
    {
        var (found, expected) = (features?.Length ?? 0, FeatureCount);
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
