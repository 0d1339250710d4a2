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
    private readonly AlignedBuffer _sum = new(gradients[0].Values.Length);

    public override double Reduce(int part, int parts, TrainingWorker[] workers)
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

        if (ClipValue > 0)
        {
            Vectors.Clamp(sum, ClipValue);
        }

        return Vectors.SumOfSquares(sum);
    }

    public override void Update(int part, int parts, float gradientScale)
    {
        var range = Part(part, parts);
        Step(range.Start.Value, _sum.Span[range], gradientScale);
    }

    private Range Part(int part, int parts)
    {
        var length = (long)_sum.Length;
        return (int)(length * part / parts)..(int)(length * (part + 1) / parts);
    }
}
