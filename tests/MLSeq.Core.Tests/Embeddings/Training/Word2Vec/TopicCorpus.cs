using System.Numerics.Tensors;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

/// <summary>Sentences of ten words, each about one of three topics; a topic has eight words or more, a0 to a7, b0 to b7, c0 to c7.</summary>
internal static class TopicCorpus
{
    /// <summary>Every model with every loss.</summary>
    public static TheoryData<Word2VecModel, Word2VecLoss> Kinds
    {
        get
        {
            var kinds = new TheoryData<Word2VecModel, Word2VecLoss>();
            foreach (var model in Enum.GetValues<Word2VecModel>())
            {
                foreach (var loss in Enum.GetValues<Word2VecLoss>())
                {
                    kinds.Add(model, loss);
                }
            }

            return kinds;
        }
    }

    public static WordCorpus Read(int sentences, int seed = 1, int words = 8) => WordCorpus.FromSentences(Sentences(sentences, seed, words));

    /// <param name="vectors">The words' vectors.</param>
    /// <param name="strays">How many words may be nearest to one of another topic.</param>
    public static void AssertNeighboursShareTopics(WordVectors vectors, int strays = 0)
    {
        var wrong = vectors.Words
            .Select(word => (Word: word, Nearest: vectors.Words.Where(other => other != word).MaxBy(other => Cosine(vectors, word, other))!))
            .Where(pair => Topic(pair.Word) != Topic(pair.Nearest))
            .ToList();
        Assert.True(wrong.Count <= strays, string.Join(", ", wrong.Select(pair => $"{pair.Nearest} is nearest to {pair.Word}")));
    }

    /// <summary>All values of all vectors.</summary>
    public static float[] Values(WordVectors vectors) =>
        [.. Enumerable.Range(0, vectors.Count).SelectMany(word => vectors.GetVector(word).ToArray())];

    private static char Topic(string word) => word[0];

    private static double Cosine(WordVectors vectors, string a, string b) =>
        TensorPrimitives.CosineSimilarity(vectors.GetVector(vectors.IndexOf(a)), vectors.GetVector(vectors.IndexOf(b)));

    private static IEnumerable<IEnumerable<string>> Sentences(int count, int seed, int words)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < count; i++)
        {
            var topic = (char)('a' + random.Next(3));
            yield return Enumerable.Range(0, 10).Select(_ => $"{topic}{random.Next(words)}").ToArray();
        }
    }
}
