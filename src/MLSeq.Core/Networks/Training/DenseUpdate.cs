using MLSeq.Networks.Layers;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Networks.Training;

/// <summary>The update of a parameter that every batch changes whole: of all its elements, in even parts.</summary>
/// <param name="gradients">Each worker's gradient of the parameter.</param>
/// <param name="rule">The optimizer.</param>
/// <param name="options">Weight decay and clipping.</param>
internal sealed class DenseUpdate(DenseGradient[] gradients, UpdateRule rule, SequenceTrainerOptions options)
    : ParameterUpdate(gradients[0].Parameter, rule, options)
{
    // Stays in the first-level cache while gradients are added up and their squares summed.
    private const int BlockLength = 2048;

    private readonly AlignedBuffer _sum = new(gradients[0].Values.Length);

    public override double Reduce(int part, int parts, TrainingWorker[] workers)
    {
        var (start, end) = Part(part, parts);
        var squares = 0d;
        for (var at = start; at < end; at += BlockLength)
        {
            squares += ReduceBlock(at, Math.Min(BlockLength, end - at), workers);
        }

        return squares;
    }

    public override void Update(int part, int parts, float gradientScale)
    {
        var (start, end) = Part(part, parts);
        Step(start, _sum.Span[start..end], gradientScale);
    }

    private double ReduceBlock(int at, int length, TrainingWorker[] workers)
    {
        var sum = _sum.Span.Slice(at, length);
        var started = false;
        for (var w = 0; w < workers.Length; w++)
        {
            if (!workers[w].HasRows)
            {
                continue;
            }

            var gradient = gradients[w].Values.Slice(at, length);
            if (started)
            {
                Vectors.Add(gradient, sum);
            }
            else
            {
                gradient.CopyTo(sum);
                started = true;
            }
        }

        if (ClipValue > 0)
        {
            Vectors.Clamp(sum, ClipValue);
        }

        return Vectors.SumOfSquares(sum);
    }

    private (int Start, int End) Part(int part, int parts)
    {
        var length = (long)_sum.Length;
        return ((int)(length * part / parts), (int)(length * (part + 1) / parts));
    }
}
