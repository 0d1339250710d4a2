using MLSeq.Embeddings;

namespace MLSeq.Benchmarks;

/// <summary>
/// The ten nearest of 400,000 words with 300 dimensions: the time of one query, the first (which prepares what later
/// ones use) apart, beside gensim's on the same vectors.
/// </summary>
internal static class NearestBenchmark
{
    private const int Words = 400_000;
    private const int Dimensions = 300;

    public static void Run(string[] args)
    {
        var random = new Random(1);
        var values = new float[Words * Dimensions];
        for (var i = 0; i < values.Length; i++)
        {
            // Like word vectors, and unlike noise, some dimensions matter more than others.
            values[i] = (float)((random.NextDouble() + random.NextDouble() - 1) / Math.Sqrt(1 + (i % Dimensions)));
        }

        using var vectors = new WordVectors(Enumerable.Range(0, Words).Select(i => $"w{i}"), Dimensions, values);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        vectors.MostSimilar("w0");
        Console.WriteLine($"MLSeq   first query {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds,8:F1} ms");
        var query = 0;
        var ours = Stopwatches.Least(() => vectors.MostSimilar($"w{query++ % 1000}"), seconds: 5);
        Console.WriteLine($"MLSeq   a query     {1000 * ours,8:F1} ms");
        if (Peer.With("gensim") is not { } python)
        {
            Console.WriteLine("gensim is not there; install it for the comparison.");
            return;
        }

        var path = Path.GetTempFileName();
        try
        {
            vectors.Save(path, WordVectorFormat.Word2Vec);
            var theirs = Peer.RunWith(python, "nearest.py", path);
            var seconds = theirs.GetProperty("seconds").GetDouble();
            Console.WriteLine($"gensim  a query     {1000 * seconds,8:F1} ms, {seconds / ours:F1} times as long");
            var same = vectors.MostSimilar("w7").Select(word => word.Word).SequenceEqual(theirs.GetProperty("w7").EnumerateArray().Select(word => word.GetString()!));
            Console.WriteLine($"the same ten words: {(same ? "yes" : "no")}");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
