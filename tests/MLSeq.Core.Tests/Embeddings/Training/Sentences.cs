using MLSeq.Embeddings.Corpora;

namespace MLSeq.Tests.Embeddings.Training;

/// <summary>Corpora for tests.</summary>
internal static class Sentences
{
    /// <summary>Random words w0, w1, ... with falling frequencies.</summary>
    public static string[][] Draw(int seed, int words, int sentences, int maxLength)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, sentences).Select(_ => Enumerable.Range(0, random.Next(maxLength + 1))
            .Select(_ => $"w{(int)(words * Math.Pow(random.NextDouble(), 3))}").ToArray())];
    }

    /// <summary>Each sentence has words of one topic only: a0, a1, ... or b0, b1, ...</summary>
    public static string[][] Topics(int sentences)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, sentences).Select(i => Enumerable.Range(0, 8).Select(_ => $"{"ab"[i % 2]}{random.Next(6)}").ToArray())];
    }

    public static WordCorpus ToCorpus(this IEnumerable<IEnumerable<string>> sentences, int minCount = 1) =>
        WordCorpus.FromSentences(sentences, new() { MinCount = minCount });
}
