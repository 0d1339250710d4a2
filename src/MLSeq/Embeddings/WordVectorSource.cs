using Microsoft.ML.Runtime;
using MLSeq.Embeddings;

namespace MLSeq;

/// <summary>Where an estimator's word vectors come from.</summary>
internal abstract class WordVectorSource
{
    /// <summary>Whether they know the vectors of subwords.</summary>
    public abstract bool HasSubwords { get; }

    /// <summary>Whether they know their words' counts.</summary>
    public abstract bool HasCounts { get; }

    /// <summary>The vectors.</summary>
    /// <param name="host">Where the seed comes from.</param>
    /// <param name="channel">Where progress is told.</param>
    /// <param name="sentences">Reads the data that they may be trained on.</param>
    public abstract WordVectors Get(IHost host, IChannel channel, Func<IEnumerable<IEnumerable<string>>> sentences);
}
