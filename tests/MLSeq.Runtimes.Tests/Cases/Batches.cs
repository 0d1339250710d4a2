using MLSeq.Runtimes.Tests.Hosts;

namespace MLSeq.Runtimes.Tests.Cases;

/// <summary>Rows of different lengths as the inputs of a graph.</summary>
internal static class Batches
{
    /// <summary>[N] texts.</summary>
    public static RuntimeTensor Texts(string[] rows) => new(rows, rows.Length);

    /// <summary>[N, T] tokens, padded with "".</summary>
    public static RuntimeTensor Tokens(string[][] rows) => Padded(rows, 1, "");

    /// <summary>[N, T] ids, padded with -1.</summary>
    public static RuntimeTensor Ids(int[][] rows) => Padded(Array.ConvertAll(rows, row => Array.ConvertAll(row, id => (long)id)), 1, -1L);

    /// <summary>[N, T, F] frames, padded with zeros.</summary>
    public static RuntimeTensor Frames(float[][] rows, int frameSize)
    {
        var flat = Padded(rows, frameSize, 0f);
        return new(flat.Values, rows.Length, flat.Dims[1] / frameSize, frameSize);
    }

    /// <summary>[N, S] samples, padded with zeros.</summary>
    public static RuntimeTensor Samples(float[][] rows) => Padded(rows, 1, 0f);

    /// <summary>[N] lengths.</summary>
    public static RuntimeTensor Lengths<T>(T[][] rows, int frameSize) => new(Array.ConvertAll(rows, row => (long)row.Length / frameSize), rows.Length);

    private static RuntimeTensor Padded<T>(T[][] rows, int least, T padding)
    {
        var width = Math.Max(least, rows.Max(row => row.Length));
        return new(rows.SelectMany(row => row.Concat(Enumerable.Repeat(padding, width - row.Length))).ToArray(), rows.Length, width);
    }
}
