using System.Numerics.Tensors;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

/// <summary>Small made-up data, and what to do with networks in memory.</summary>
internal static class Toy
{
    /// <summary>Rows of 4 to 12 random tokens with random labels: nothing to learn but the rows themselves.</summary>
    public static SequenceExample[] RandomRows(int count, int vocabulary, int classes, int seed = 7)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new SequenceExample
        {
            Ids = [.. Enumerable.Range(0, random.Next(4, 13)).Select(_ => random.Next(vocabulary))],
            Label = random.Next(classes),
        })];
    }

    /// <summary>Tokens 10 and 11 once each among others; the label says which comes first.</summary>
    public static IEnumerable<SequenceExample> OrderRows(int count, int seed)
    {
        var random = new Random(seed);
        for (var r = 0; r < count; r++)
        {
            int[] ids = [.. Enumerable.Range(0, random.Next(4, 13)).Select(_ => random.Next(10))];
            var first = random.Next(ids.Length - 1);
            var second = random.Next(first + 1, ids.Length);
            var label = random.Next(2);
            (ids[first], ids[second]) = (10 + label, 11 - label);
            yield return new() { Ids = ids, Label = label };
        }
    }

    /// <summary>Frames of two values; the label is the mean of their products.</summary>
    public static IEnumerable<SequenceExample> FrameRows(int count, int seed)
    {
        var random = new Random(seed);
        for (var r = 0; r < count; r++)
        {
            float[] frames = [.. Enumerable.Range(0, 2 * random.Next(1, 6)).Select(_ => (random.NextSingle() * 2) - 1)];
            yield return new() { Frames = frames, Label = frames.Chunk(2).Average(f => f[0] * f[1]) };
        }
    }

    public static double Accuracy(SequenceNetwork network, IReadOnlyList<SequenceExample> rows)
    {
        var right = 0;
        foreach (var (scores, row) in Scores(network, rows).Zip(rows))
        {
            var predicted = scores.Length == 1 ? (scores[0] > 0.5f ? 1 : 0) : TensorPrimitives.IndexOfMax<float>(scores);
            right += predicted == (int)row.Label ? 1 : 0;
        }

        return right / (double)rows.Count;
    }

    /// <summary>The mean cross-entropy.</summary>
    public static double MeanLoss(SequenceNetwork network, IReadOnlyList<SequenceExample> rows) =>
        Scores(network, rows).Zip(rows).Average(p => -Math.Log(p.First[(int)p.Second.Label]));

    public static byte[] Saved(SequenceNetwork network)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        network.Save(writer);
        return stream.ToArray();
    }

    public static SequenceNetwork Loaded(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return SequenceNetwork.Load(reader);
    }

    private static IEnumerable<float[]> Scores(SequenceNetwork network, IReadOnlyList<SequenceExample> rows)
    {
        var outputs = new float[rows.Count * network.Options.OutputSize];
        network.CreateScorer().Score(rows, outputs);
        return outputs.Chunk(network.Options.OutputSize);
    }
}
