using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Losses;

/// <summary>
/// p = softmax(z), L = sum over answers of -w log p[label], dL/dz[j] = w (p[j] - 1 if j is the label, else w p[j]).
/// Labels are class indices from 0. With label smoothing e (Szegedy et al., 2016), of K classes the label's target is 1 - e + e / K and each
/// other's e / K while training: L = -w ((1 - e) log p[label] + e / K sum of log p), dL/dz[j] = w (p[j] - target[j]); the measured loss is without.
/// </summary>
internal sealed class SoftmaxCrossEntropy(float smoothing = 0) : Loss
{
    public override void Activate(Matrix outputs) => Softmax.Rows(outputs.Rows, outputs.Columns, outputs.Span, outputs.Columns);

    public override GraphValue Describe(IGraph graph, GraphValue outputs, int axis) => graph.Softmax(outputs, axis);

    public override double Differentiate(PackedBatch batch, int first, Matrix outputs, float scale)
    {
        var labels = batch.Labels[first..];
        var weights = batch.Weights[first..];
        var loss = 0d;
        for (var r = 0; r < outputs.Rows; r++)
        {
            var row = outputs.Row(r);
            if (weights[r] == 0)
            {
                row.Clear();
                continue;
            }

            var label = (int)labels[r];
            var score = smoothing == 0 ? (double)row[label] : ((1 - smoothing) * row[label]) + (smoothing * Vectors.Sum(row) / row.Length);
            loss += weights[r] * (Softmax.Row(row, scale * weights[r]) - score);
            if (smoothing > 0)
            {
                Vectors.Add(-scale * weights[r] * smoothing / row.Length, row);
            }

            row[label] -= scale * weights[r] * (1 - smoothing);
        }

        return loss;
    }

    public override (double Loss, double Right) Measure(PackedBatch batch, int first, Matrix outputs)
    {
        var labels = batch.Labels[first..];
        var weights = batch.Weights[first..];
        var (loss, right) = (0d, 0d);
        for (var r = 0; r < outputs.Rows; r++)
        {
            if (weights[r] == 0)
            {
                continue;
            }

            var z = outputs.Row(r);
            var label = (int)labels[r];
            loss += weights[r] * ((double)Softmax.LogSumExp(z) - z[label]);
            right += IsLargest(z, label) ? weights[r] : 0;
        }

        return (loss, right);
    }

    private static bool IsLargest(ReadOnlySpan<float> z, int label)
    {
        for (var j = 0; j < z.Length; j++)
        {
            if (!(z[j] < z[label]) && j != label && (z[j] != z[label] || j < label))
            {
                return false;
            }
        }

        return true;
    }
}
