using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>From the characters of words to a vector for each word.</summary>
internal abstract class CharacterEncoder
{
    public const string Table = "characters.table";

    /// <summary>The layers with parameters.</summary>
    public abstract IReadOnlyList<Layer> Layers { get; }

    /// <summary>The length of a word's vector, C.</summary>
    public abstract int Size { get; }

    /// <summary>The vectors [Rows, C] of words whose characters are the steps of the batch.</summary>
    public abstract Matrix Forward(PackedBatch words);

    /// <summary>From dL/dvectors [Rows, C], which is changed, to the layers' gradients.</summary>
    public abstract void Backward(PackedBatch words, Matrix gradient);

    /// <summary>Adds the encoder to a graph: character ids [M, L] (int64, at least 0) and lengths [M] (int32, at least 1) to [M, C].</summary>
    public abstract GraphValue Describe(IGraph graph, GraphValue characters, GraphValue lengths);

    /// <summary>The encoder of <paramref name="options"/>; null where they want none.</summary>
    public static CharacterEncoder? Create(SequenceNetworkOptions options, ParameterSource source)
    {
        if (options.Characters == CharacterFeatures.None)
        {
            return null;
        }

        var embedding = new Embedding(Table, options.CharacterVocabularySize, options.CharacterEmbeddingSize, source);
        return options.Characters == CharacterFeatures.Lstm
            ? new CharacterLstm(embedding, options.CharacterEmbeddingSize, options.CharacterSize, source)
            : new CharacterConvolution(embedding, options.CharacterEmbeddingSize, options.CharacterSize, source);
    }
}
