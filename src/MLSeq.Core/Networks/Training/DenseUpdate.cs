using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// Sums the workers' gradients of a parameter and takes Adam's step with the sum. Each worker does its own part of the
/// elements, and sums in the order of the workers, so that the result does not depend on timing.
/// </summary>
internal sealed class DenseUpdate(DenseGradient[] gradients)
{
    private readonly Parameter _parameter = gradients[0].Parameter;
    private readonly AlignedBuffer _sum = new(gradients[0].Values.Length);
    private readonly AlignedBuffer _mean = new(gradients[0].Values.Length);
    private readonly AlignedBuffer _variance = new(gradients[0].Values.Length);

    /// <summary>Sums part <paramref name="part"/> over the workers with rows; gives the part's sum of squares.</summary>
    public double Reduce(int part, int parts, TrainingWorker[] workers)
    {
        var range = Part(part, parts);
        var sum = _sum.Span[range];
        var started = false;
        for (var w = 0; w < workers.Length; w++)
        {
            if (!workers[w].HasRows)
            {
                continue;
            }

            if (started)
            {
                Vectors.Add(gradients[w].Values[range], sum);
            }
            else
            {
                gradients[w].Values[range].CopyTo(sum);
                started = true;
            }
        }

        return Vectors.SumOfSquares(sum);
    }

    /// <summary>Takes the step for part <paramref name="part"/>.</summary>
    public void Update(int part, int parts, in Adam adam, float gradientScale)
    {
        var range = Part(part, parts);
        adam.Update(_parameter.Values[range], _sum.Span[range], _mean.Span[range], _variance.Span[range], gradientScale);
    }

    private Range Part(int part, int parts)
    {
        var length = (long)_sum.Length;
        return (int)(length * part / parts)..(int)(length * (part + 1) / parts);
    }
}
