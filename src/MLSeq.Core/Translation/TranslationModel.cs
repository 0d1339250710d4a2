using System.Collections.Concurrent;
using MLSeq.Decoding.Beams;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Translation;

/// <summary>
/// A recurrent translation model: texts in, texts out, with an encoder-decoder between the tokens of both. Each source is read with the end token
/// behind it. Any number of threads may use it at once; its network's weights must not be changed any
/// more.
/// </summary>
public sealed partial class TranslationModel : TextTranslator
{
    private readonly ConcurrentBag<NetworkDecoder> _idle = [];

    /// <summary>Makes a translation model of its parts.</summary>
    /// <param name="network">A network from the source's ids to the target's, which start and end with the vocabulary's begin and end tokens.</param>
    /// <param name="sourceTokenizer">Cuts sources.</param>
    /// <param name="sourceVocabulary">The source ids' tokens, with <see cref="Vocabulary.BeginToken"/> and <see cref="Vocabulary.EndToken"/>.</param>
    /// <param name="targetTokenizer">Cuts targets.</param>
    /// <param name="targetVocabulary">The target ids' tokens, with <see cref="Vocabulary.BeginToken"/> and <see cref="Vocabulary.EndToken"/>.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public TranslationModel(
        EncoderDecoderNetwork network, Tokenizer sourceTokenizer, Vocabulary sourceVocabulary, Tokenizer targetTokenizer, Vocabulary targetVocabulary)
        : base(TranslationCodec.Create(sourceTokenizer, sourceVocabulary, targetTokenizer, targetVocabulary))
    {
        ArgumentNullException.ThrowIfNull(network);
        var options = network.Options;
        OptionCheck.Require(
            options.SourceVocabularySize == sourceVocabulary.Count, nameof(options.SourceVocabularySize), options.SourceVocabularySize, $"the vocabulary's {sourceVocabulary.Count}");
        OptionCheck.Require(
            options.TargetVocabularySize == targetVocabulary.Count, nameof(options.TargetVocabularySize), options.TargetVocabularySize, $"the vocabulary's {targetVocabulary.Count}");
        Network = network;
        OptionCheck.Require(options.StartId == Codec.Target.StartId, nameof(options.StartId), options.StartId, $"the begin token's {Codec.Target.StartId}");
        OptionCheck.Require(options.EndId == Codec.Target.EndId, nameof(options.EndId), options.EndId, $"the end token's {Codec.Target.EndId}");
    }

    /// <summary>The network.</summary>
    public EncoderDecoderNetwork Network { get; }

    /// <summary>How the training went; null for a model that was loaded.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>The training texts that were left out, since one side is empty or too long.</summary>
    public IReadOnlyList<PairMisfit> Misfits { get; init; } = [];

    internal override bool HasAttention => Network.Options.Attention != AttentionKind.None;

    internal override IReadOnlyList<BeamHypothesis>[] Decode(int[][] sources, Func<TargetDecoder, IReadOnlyList<BeamHypothesis>[]> find) => Use(decoder =>
    {
        decoder.Read(sources);
        return find(decoder);
    });

    private T Use<T>(Func<NetworkDecoder, T> work)
    {
        var decoder = _idle.TryTake(out var idle) ? idle : new NetworkDecoder(Network);
        var result = work(decoder);
        _idle.Add(decoder);
        return result;
    }
}
