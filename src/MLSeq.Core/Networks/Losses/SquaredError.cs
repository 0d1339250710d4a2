using MLSeq.Graphs;

namespace MLSeq.Networks.Losses;

/// <summary>L = sum over answers and their outputs of w (z - target)², dL/dz = 2 w (z - target).</summary>
internal sealed class SquaredError : Loss
{
    public override void Activate(Matrix outputs)
    {
    }

    public override GraphValue Describe(IGraph graph, GraphValue outputs, int axis) => outputs;

    public override double Differentiate(PackedBatch batch, int first, Matrix outputs, float scale)
    {
        var loss = Measure(batch, first, outputs).Loss;
        for (var r = 0; r < outputs.Rows; r++)
        {
            var z = outputs.Row(r);
            var targets = batch.Targets.Row(first + r);
            for (var j = 0; j < z.Length; j++)
            {
                z[j] = 2 * scale * batch.Weights[first + r] * (z[j] - targets[j]);
            }
        }

        return loss;
    }

    /// <summary>Right is 0: a regression has no right or wrong.</summary>
    public override (double Loss, double Right) Measure(PackedBatch batch, int first, Matrix outputs)
    {
        var loss = 0d;
        for (var r = 0; r < outputs.Rows; r++)
        {
            var z = outputs.Row(r);
            var targets = batch.Targets.Row(first + r);
            var sum = 0d;
            for (var j = 0; j < z.Length; j++)
            {
                var error = (double)z[j] - targets[j];
                sum += error * error;
            }

            loss += batch.Weights[first + r] * sum;
        }

        return (loss, 0);
    }
}
