using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Losses;

/// <summary>
/// p = sigmoid(z), L = sum over answers and their outputs of w (log(1 + e^z) - target z), dL/dz = w (p - target). Targets are 0 or 1;
/// an answer is right by the share of its outputs that are on the right side of 0.5.
/// </summary>
internal sealed class LogisticLoss : Loss
{
    public override void Activate(Matrix outputs) => Activations.Sigmoid(outputs.Span);

    public override GraphValue Describe(IGraph graph, GraphValue outputs, int axis) => graph.Sigmoid(outputs);

    public override double Differentiate(PackedBatch batch, int first, Matrix outputs, float scale)
    {
        var loss = Measure(batch, first, outputs).Loss;
        Activations.Sigmoid(outputs.Span);
        for (var r = 0; r < outputs.Rows; r++)
        {
            var row = outputs.Row(r);
            Vectors.Axpy(-1, batch.Targets.Row(first + r), row);
            Vectors.Scale(scale * batch.Weights[first + r], row);
        }

        return loss;
    }

    public override (double Loss, double Right) Measure(PackedBatch batch, int first, Matrix outputs)
    {
        var (loss, right) = (0d, 0d);
        for (var r = 0; r < outputs.Rows; r++)
        {
            var z = outputs.Row(r);
            var targets = batch.Targets.Row(first + r);
            var (sum, count) = (0d, 0);
            for (var j = 0; j < z.Length; j++)
            {
                // log(1 + e^z) without overflow for large z.
                sum += Math.Max(z[j], 0) + Math.Log(1 + Math.Exp(-Math.Abs((double)z[j]))) - ((double)targets[j] * z[j]);
                count += z[j] > 0 == targets[j] > 0 ? 1 : 0;
            }

            loss += batch.Weights[first + r] * sum;
            right += (double)batch.Weights[first + r] * count / z.Length;
        }

        return (loss, right);
    }
}
