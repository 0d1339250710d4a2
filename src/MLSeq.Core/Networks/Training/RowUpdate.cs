using MLSeq.Networks.Layers;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Networks.Training;

/// <summary>
/// The update of a parameter of which a batch uses some rows. It is lazy: a row's moments and values change only in steps
/// that use it, as in PyTorch's SparseAdam, so a step costs as much as its batch has rows, however large the table. Momentum
/// thus rests, and does not fade, while a row is not used, and weights decay only when used. Worker k does the rows whose
/// number leaves k when divided by the number of workers.
/// </summary>
/// <param name="gradients">Each worker's gradients of the parameter: one for each layer that uses it.</param>
/// <param name="rule">The optimizer.</param>
/// <param name="options">Weight decay and clipping.</param>
internal sealed class RowUpdate(RowGradient[][] gradients, UpdateRule rule, SequenceTrainerOptions options)
    : ParameterUpdate(gradients[0][0].Parameter, rule, options)
{
    private readonly RowGradient[] _sums = [.. gradients.Select(g => new RowGradient(g[0].Parameter))];

    public override double Reduce(int part, int parts, TrainingWorker[] workers)
    {
        var capacity = 0;
        for (var w = 0; w < workers.Length; w++)
        {
            foreach (var gradient in gradients[w])
            {
                capacity += workers[w].HasRows ? gradient.Count : 0;
            }
        }

        var sum = _sums[part];
        sum.Clear(capacity);
        for (var w = 0; w < workers.Length; w++)
        {
            foreach (var gradient in gradients[w])
            {
                if (workers[w].HasRows)
                {
                    AddRows(gradient, sum, part, parts);
                }
            }
        }

        if (ClipValue > 0)
        {
            Vectors.Clamp(sum.Values, ClipValue);
        }

        return Vectors.SumOfSquares(sum.Values);
    }

    public override void Update(int part, int parts, float gradientScale)
    {
        var sum = _sums[part];
        for (var slot = 0; slot < sum.Count; slot++)
        {
            Step(sum.Rows[slot] * Parameter.Columns, sum[slot], gradientScale);
        }
    }

    private static void AddRows(RowGradient gradient, RowGradient sum, int part, int parts)
    {
        var rows = gradient.Rows;
        for (var slot = 0; slot < rows.Length; slot++)
        {
            if (rows[slot] % parts == part)
            {
                sum.Add(rows[slot], gradient[slot]);
            }
        }
    }
}
