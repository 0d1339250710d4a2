using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>The column that a network is trained on: vectors of token ids or of frames.</summary>
internal sealed class FeatureColumn
{
    private const string Role = "feature";

    private readonly SequenceFeatureOptions _options;

    /// <param name="name">The column's name.</param>
    /// <param name="options">Say what it holds.</param>
    public FeatureColumn(string name, SequenceFeatureOptions options)
    {
        Name = name;
        _options = options;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    public void Check(SchemaShape inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, Name, Role);
        var size = _options.FrameSize;
        if (column.IsFrames() && size == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(inputSchema),
                $"The feature column '{Name}' holds frames, but option {nameof(_options.FrameSize)} is 0; expected the number of values of one time step.");
        }

        if (size > 0 ? !column.IsFrames() : !column.IsIds())
        {
            throw ColumnTypes.Mismatch(
                column, Role, size > 0 ? $"{ColumnTypes.Frames}, since option {nameof(_options.FrameSize)} is {size}" : ColumnTypes.Features);
        }
    }

    /// <summary>Makes the network that is to be trained on the column.</summary>
    /// <param name="schema">The schema of the training data.</param>
    /// <param name="shape">The network's shape, but for the size of its vocabulary.</param>
    /// <param name="seed">Draws the weights.</param>
    /// <param name="lowerCase">Whether words that the options' word vectors lack are looked up in lower case.</param>
    /// <param name="channel">Is told how many words have a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many keys, or word vectors for keys that stand for no words.</exception>
    /// <exception cref="InvalidOperationException">None of the words is in the word vectors.</exception>
    public SequenceNetwork CreateNetwork(DataViewSchema schema, SequenceNetworkOptions shape, int seed, bool lowerCase, IChannel channel)
    {
        var column = schema[Name];
        shape.VocabularySize = _options.FrameSize > 0 ? 0 : column.KeyCount() + 1;
        var network = new SequenceNetwork(shape, seed);
        if (_options.WordVectors is not { } vectors)
        {
            return network;
        }

        var words = WordReader.KeyWords(column, Role);
        var found = PretrainedEmbedding.Set(network, words, vectors, _options.FreezeWordVectors, lowerCase);
        channel.Info(MessageSensitivity.None, "{0} of {1} words have a word vector.", found, words.Length);
        return found > 0 ? network : throw new InvalidOperationException(
            $"None of the {words.Length} words of feature column '{Name}', such as '{words[0]}', is in option {nameof(_options.WordVectors)}, "
            + $"whose words are such as '{vectors.Words[0]}'. Words are compared as they are written{(lowerCase ? ", or in lower case" : string.Empty)}.");
    }
}
