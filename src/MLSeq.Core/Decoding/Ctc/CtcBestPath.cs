using System.Numerics.Tensors;

namespace MLSeq.Decoding.Ctc;

/// <summary>Reads labels off the likeliest class of each step: repeats are merged and blanks (class 0) dropped (greedy decoding).</summary>
public static class CtcBestPath
{
    /// <summary>The labels of a sequence.</summary>
    /// <param name="scores">The classes' probabilities, or their logarithms, at each step [T, <paramref name="classes"/>], row-major.</param>
    /// <param name="classes">The number of classes, the blank included.</param>
    /// <returns>The labels, each from 1 to below <paramref name="classes"/>.</returns>
    /// <exception cref="ArgumentException">The number of scores is no multiple of that of classes.</exception>
    public static int[] Decode(ReadOnlySpan<float> scores, int classes)
    {
        CtcBeamSearch.CheckScores(scores, classes);
        var labels = new List<int>();
        var before = 0;
        for (; !scores.IsEmpty; scores = scores[classes..])
        {
            var best = TensorPrimitives.IndexOfMax(scores[..classes]);
            if (best != before && best != 0)
            {
                labels.Add(best);
            }

            before = best;
        }

        return [.. labels];
    }

    /// <summary>The sum of the largest score of each step: of logarithms, that of the best path's probability.</summary>
    /// <inheritdoc cref="Decode"/>
    public static double LogProbability(ReadOnlySpan<float> scores, int classes)
    {
        CtcBeamSearch.CheckScores(scores, classes);
        var sum = 0d;
        for (; !scores.IsEmpty; scores = scores[classes..])
        {
            sum += TensorPrimitives.Max(scores[..classes]);
        }

        return sum;
    }
}
