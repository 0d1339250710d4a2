using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Losses;

/// <summary>
/// p = sigmoid(z), L = sum over examples of w (log(1 + e^z) - label z), dL/dz = w (p - label). Labels are 0 or 1.
/// </summary>
internal sealed class LogisticLoss : Loss
{
    public override string ExpectedLabel => "0 or 1";

    public override bool Accepts(float label) => label is 0 or 1;

    public override void Activate(Matrix outputs) => Activations.Sigmoid(outputs.Span);

    public override GraphValue Describe(IGraph graph, GraphValue outputs) => graph.Sigmoid(outputs);

    public override double Differentiate(
        Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, float scale, Matrix gradient)
    {
        gradient.Resize(outputs.Rows, 1);
        Activations.Sigmoid(outputs.Span, gradient.Span);
        for (var r = 0; r < outputs.Rows; r++)
        {
            gradient.Span[r] = scale * weights[r] * (gradient.Span[r] - labels[r]);
        }

        return Measure(outputs, labels, weights).Loss;
    }

    public override (double Loss, double Right) Measure(Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        var (loss, right) = (0d, 0d);
        for (var r = 0; r < outputs.Rows; r++)
        {
            double z = outputs.Span[r];

            // log(1 + e^z) without overflow for large z.
            var softplus = Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
            loss += weights[r] * (softplus - (labels[r] * z));
            right += z > 0 == labels[r] > 0 ? weights[r] : 0;
        }

        return (loss, right);
    }
}
