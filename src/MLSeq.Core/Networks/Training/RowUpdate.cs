using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// As <see cref="DenseUpdate"/>, for parameters of which a batch uses some rows. Updates are lazy: a row's moments and
/// values change only in steps that use it, as in PyTorch's SparseAdam, so a step costs as much as its batch has rows,
/// however large the table. Worker k does the rows whose number leaves k when divided by the number of workers.
/// </summary>
internal sealed class RowUpdate
{
    private readonly Parameter _parameter;
    private readonly RowGradient[] _gradients;
    private readonly RowGradient[] _sums;
    private readonly AlignedBuffer _mean;
    private readonly AlignedBuffer _variance;

    public RowUpdate(RowGradient[] gradients)
    {
        _parameter = gradients[0].Parameter;
        _gradients = gradients;
        _sums = [.. gradients.Select(g => new RowGradient(g.Parameter))];
        _mean = new(_parameter.Values.Length);
        _variance = new(_parameter.Values.Length);
    }

    /// <summary>Sums part <paramref name="part"/>'s rows over the workers with rows; gives their sum of squares.</summary>
    public double Reduce(int part, int parts, TrainingWorker[] workers)
    {
        var capacity = 0;
        for (var w = 0; w < workers.Length; w++)
        {
            capacity += workers[w].HasRows ? _gradients[w].Count : 0;
        }

        var sum = _sums[part];
        sum.Clear(capacity);
        for (var w = 0; w < workers.Length; w++)
        {
            var rows = workers[w].HasRows ? _gradients[w].Rows : default;
            for (var slot = 0; slot < rows.Length; slot++)
            {
                if (rows[slot] % parts == part)
                {
                    sum.Add(rows[slot], _gradients[w][slot]);
                }
            }
        }

        return Vectors.SumOfSquares(sum.Values);
    }

    /// <summary>Takes the step for part <paramref name="part"/>'s rows.</summary>
    public void Update(int part, in Adam adam, float gradientScale)
    {
        var columns = _parameter.Columns;
        var sum = _sums[part];
        for (var slot = 0; slot < sum.Count; slot++)
        {
            var start = sum.Rows[slot] * columns;
            adam.Update(
                _parameter.Values.Slice(start, columns), sum[slot], _mean.Span.Slice(start, columns),
                _variance.Span.Slice(start, columns), gradientScale);
        }
    }
}
