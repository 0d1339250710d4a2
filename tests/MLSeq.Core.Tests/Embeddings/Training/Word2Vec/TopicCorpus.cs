using System.Numerics.Tensors;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

/// <summary>Sentences of ten words, each about one of three topics; a topic has eight words, a0 to a7, b0 to b7, c0 to c7.</summary>
internal static class TopicCorpus
{
    public static WordCorpus Read(int sentences, int seed = 1) => WordCorpus.FromSentences(Sentences(sentences, seed));

    public static char Topic(string word) => word[0];

    public static double Cosine(WordVectors vectors, string a, string b) =>
        TensorPrimitives.CosineSimilarity(vectors.GetVector(vectors.IndexOf(a)), vectors.GetVector(vectors.IndexOf(b)));

    private static IEnumerable<IEnumerable<string>> Sentences(int count, int seed)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < count; i++)
        {
            var topic = (char)('a' + random.Next(3));
            yield return Enumerable.Range(0, 10).Select(_ => $"{topic}{random.Next(8)}").ToArray();
        }
    }
}
