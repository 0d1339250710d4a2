using System.Collections.Concurrent;
using MLSeq.Decoding.Beams;
using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>
/// A recurrent translation model: texts in, texts out, with an encoder-decoder between the tokens of both. Each source is read with the end token
/// behind it, so that an empty text is the end token alone. Any number of threads may use it at once; its network's weights must not be changed any
/// more.
/// </summary>
public sealed partial class TranslationModel
{
    private readonly ConcurrentBag<NetworkDecoder> _idle = [];
    private readonly TokenCodec _source;
    private readonly TokenCodec _target;

    /// <summary>Makes a translation model of its parts.</summary>
    /// <param name="network">A network from the source's ids to the target's, which start and end with the vocabulary's begin and end tokens.</param>
    /// <param name="sourceTokenizer">Cuts sources.</param>
    /// <param name="sourceVocabulary">The source ids' tokens, with <see cref="Vocabulary.BeginToken"/> and <see cref="Vocabulary.EndToken"/>.</param>
    /// <param name="targetTokenizer">Cuts targets.</param>
    /// <param name="targetVocabulary">The target ids' tokens, with <see cref="Vocabulary.BeginToken"/> and <see cref="Vocabulary.EndToken"/>.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public TranslationModel(
        EncoderDecoderNetwork network, Tokenizer sourceTokenizer, Vocabulary sourceVocabulary, Tokenizer targetTokenizer, Vocabulary targetVocabulary)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sourceTokenizer);
        ArgumentNullException.ThrowIfNull(sourceVocabulary);
        ArgumentNullException.ThrowIfNull(targetTokenizer);
        ArgumentNullException.ThrowIfNull(targetVocabulary);
        var options = network.Options;
        OptionCheck.Require(
            options.SourceVocabularySize == sourceVocabulary.Count, nameof(options.SourceVocabularySize), options.SourceVocabularySize, $"the vocabulary's {sourceVocabulary.Count}");
        OptionCheck.Require(
            options.TargetVocabularySize == targetVocabulary.Count, nameof(options.TargetVocabularySize), options.TargetVocabularySize, $"the vocabulary's {targetVocabulary.Count}");
        Network = network;
        _source = Codec(sourceTokenizer, sourceVocabulary, "source");
        _target = Codec(targetTokenizer, targetVocabulary, "target");
        OptionCheck.Require(options.StartId == _target.StartId, nameof(options.StartId), options.StartId, $"the begin token's {_target.StartId}");
        OptionCheck.Require(options.EndId == _target.EndId, nameof(options.EndId), options.EndId, $"the end token's {_target.EndId}");
    }

    /// <summary>The network.</summary>
    public EncoderDecoderNetwork Network { get; }

    /// <summary>What cuts sources.</summary>
    public Tokenizer SourceTokenizer => _source.Tokenizer;

    /// <summary>What cuts targets.</summary>
    public Tokenizer TargetTokenizer => _target.Tokenizer;

    /// <summary>The source's tokens.</summary>
    public Vocabulary SourceVocabulary => _source.Vocabulary;

    /// <summary>The target's tokens.</summary>
    public Vocabulary TargetVocabulary => _target.Vocabulary;

    /// <summary>How the training went; null for a model that was loaded.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>The training texts that were left out, since they are too long.</summary>
    public IReadOnlyList<PairMisfit> Misfits { get; init; } = [];

    /// <summary>The ids of a pair of texts, as the network learns from them.</summary>
    internal static SequencePair Encode(TokenCodec source, TokenCodec target, TextPair pair)
    {
        var (from, to) = (new List<int>(), new List<int>());
        source.Encode(pair.Source, from);
        target.Encode(pair.Target, to);
        return new() { Source = [.. from, source.EndId], Target = [.. to] };
    }

    /// <summary>A text as the network reads it.</summary>
    internal SourceSequence Source(string text)
    {
        var tokens = new List<string>();
        SourceTokenizer.Tokenize(text, tokens);
        tokens.Add(Vocabulary.EndToken);
        return new([.. tokens.SkipLast(1).Select(SourceVocabulary.GetId), _source.EndId], tokens);
    }

    /// <summary>The ids of a text's tokens as the network reads them.</summary>
    internal SourceSequence Source(ReadOnlySpan<int> ids)
    {
        int[] all = [.. ids, _source.EndId];
        return new(all, Array.ConvertAll(all, id => SourceVocabulary[id]));
    }

    private static TokenCodec Codec(Tokenizer tokenizer, Vocabulary vocabulary, string side) => tokenizer.IsTrained
        ? new TokenCodec(tokenizer, vocabulary, isContinuous: false)
        : throw new ArgumentException($"The {side}'s tokenizer is not trained.", nameof(tokenizer));
}
