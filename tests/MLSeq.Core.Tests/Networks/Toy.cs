using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

/// <summary>Small made-up data.</summary>
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

    public static double Accuracy(SequenceNetwork network, IReadOnlyList<SequenceExample> rows)
    {
        var size = network.Options.OutputSize;
        var outputs = new float[rows.Count * size];
        network.CreateScorer().Score(rows, outputs);
        var right = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            var scores = outputs.AsSpan(r * size, size);
            var predicted = size == 1 ? (scores[0] > 0.5f ? 1 : 0) : System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores);
            right += predicted == (int)rows[r].Label ? 1 : 0;
        }

        return right / (double)rows.Count;
    }
}
