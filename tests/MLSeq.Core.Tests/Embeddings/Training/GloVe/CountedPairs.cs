using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.GloVe;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

internal static class CountedPairs
{
    /// <summary>A row so long that a group has a few words only.</summary>
    public const int LongRow = 60 << 10;

    public static CooccurrenceTable Count(WordCorpus corpus, WordGroups groups, GloVeOptions options)
    {
        using var team = new WorkerTeam(options.Threads);
        return new CooccurrenceCounter(corpus, groups, options, team).Count(new(null, "", corpus.TokenCount, corpus.TokenCount));
    }

    /// <summary>x of each pair of words, as the definition has it.</summary>
    public static Dictionary<(string, string), double> ByDefinition(IEnumerable<string[]> sentences, int window)
    {
        var counts = new Dictionary<(string, string), double>();
        foreach (var sentence in sentences)
        {
            for (var i = 0; i < sentence.Length; i++)
            {
                for (var j = Math.Max(0, i - window); j <= Math.Min(sentence.Length - 1, i + window); j++)
                {
                    if (i != j)
                    {
                        var pair = (sentence[i], sentence[j]);
                        counts[pair] = counts.GetValueOrDefault(pair) + (1.0 / Math.Abs(i - j));
                    }
                }
            }
        }

        return counts;
    }

    /// <summary>log x of each pair of words in the table; a pair that is there twice is an error.</summary>
    public static Dictionary<(string, string), float> In(CooccurrenceTable table, WordCorpus corpus, WordGroups groups)
    {
        var pairs = new Dictionary<(string, string), float>();
        Cooccurrence[] scratch = [];
        for (var strip = 0; strip < groups.Count; strip++)
        {
            for (var column = 0; column <= strip; column++)
            {
                foreach (var record in table.Read(strip, column, column, ref scratch))
                {
                    var word = corpus.Words[groups.Starts[strip] + record.Row];
                    var context = corpus.Words[groups.Starts[column] + record.Column];
                    pairs.Add((word, context), record.LogValue);
                    if (strip != column)
                    {
                        pairs.Add((context, word), record.LogValue);
                    }
                }
            }
        }

        return pairs;
    }
}
