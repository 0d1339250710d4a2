using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>
/// A recurrent language model: the probability of a text, token by token, and texts drawn from it. A recurrent network over token ids
/// gives after each token the probability of every token to be the next. Any number of threads may use it at once; its
/// network's weights must not be changed any more.
/// </summary>
public sealed partial class LanguageModel : TextGenerator
{
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
        : base(tokenizer, vocabulary, isContinuous)
    {
        ArgumentNullException.ThrowIfNull(network);
        var options = network.Options;
        OptionCheck.Require(options.VocabularySize == vocabulary.Count, nameof(options.VocabularySize), options.VocabularySize, $"the vocabulary's {vocabulary.Count}");
        OptionCheck.Require(options.OutputSize == vocabulary.Count, nameof(options.OutputSize), options.OutputSize, $"the vocabulary's {vocabulary.Count}");
        OptionCheck.Require(options.Pooling == SequencePooling.None, nameof(options.Pooling), options.Pooling, $"{SequencePooling.None}");
        OptionCheck.Require(options.Output == NetworkOutput.Softmax, nameof(options.Output), options.Output, $"{NetworkOutput.Softmax}");
        OptionCheck.Require(!options.Bidirectional, nameof(options.Bidirectional), options.Bidirectional, "false: a model that reads what it should guess learns nothing");
        Network = network;
    }

    /// <summary>The network.</summary>
    public SequenceNetwork Network { get; }

    /// <summary>How the training went; null for a model that was loaded.</summary>
    public TrainingHistory? History { get; init; }

    internal override int FeatureCount => Network.Shape.StateSize;

    internal override TokenPredictor CreatePredictor() => new NetworkPredictor(Network);
}
