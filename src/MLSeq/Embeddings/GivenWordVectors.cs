using Microsoft.ML.Runtime;
using MLSeq.Embeddings;

namespace MLSeq;

/// <summary>Word vectors that exist.</summary>
internal sealed class GivenWordVectors(WordVectors vectors) : WordVectorSource
{
    public override bool HasSubwords => vectors.Subwords is not null;

    public override bool HasCounts => vectors.Counts is not null;

    public override WordVectors Get(IHost host, IChannel channel, Func<IEnumerable<IEnumerable<string>>> sentences) => vectors;
}
