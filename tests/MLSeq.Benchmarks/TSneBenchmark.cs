using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Projection;

namespace MLSeq.Benchmarks;

/// <summary>
/// t-SNE by Barnes and Hut of the first words of a file of vectors, 10,000 unless told, beside scikit-learn's on the same
/// numbers with the same perplexity, theta, iterations and start.
/// </summary>
internal static class TSneBenchmark
{
    public static void Run(string[] args)
    {
        if (args.Length == 0)
        {
            throw new ArgumentException("usage: tsne VECTORS [points]");
        }

        var points = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
        using var vectors = WordVectors.Load(args[0], maxWords: points);
        var values = new float[vectors.Count * vectors.Dimensions];
        for (var i = 0; i < vectors.Count; i++)
        {
            vectors.GetVector(i).CopyTo(values.AsSpan(i * vectors.Dimensions));
        }

        var watch = Stopwatch.StartNew();
        var result = new TSne().Fit(values, vectors.Dimensions);
        var ours = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MLSeq         {ours,7:F1} s   KL {result.KullbackLeibler:F4}"));
        if (Peer.With("sklearn") is not { } python)
        {
            Console.WriteLine("scikit-learn is not there; install it for the comparison.");
            return;
        }

        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>(values).ToArray());
            var theirs = Peer.RunWith(python, "tsne.py", path, vectors.Dimensions.ToString(CultureInfo.InvariantCulture));
            var seconds = theirs.GetProperty("seconds").GetDouble();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"scikit-learn  {seconds,7:F1} s   KL {theirs.GetProperty("kl").GetDouble():F4}   {seconds / ours:F1} times as long"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
