using MLSeq.Graphs;

namespace MLSeq.Networks.Losses;

/// <summary>L = sum over examples of w (z - label)², dL/dz = 2 w (z - label).</summary>
internal sealed class SquaredError : Loss
{
    public override string ExpectedLabel => "a finite number";

    public override bool Accepts(float label) => float.IsFinite(label);

    public override void Activate(Matrix outputs)
    {
    }

    public override GraphValue Describe(IGraph graph, GraphValue outputs) => outputs;

    public override double Differentiate(
        Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, float scale, Matrix gradient)
    {
        gradient.Resize(outputs.Rows, 1);
        for (var r = 0; r < outputs.Rows; r++)
        {
            gradient.Span[r] = 2 * scale * weights[r] * (outputs.Span[r] - labels[r]);
        }

        return Measure(outputs, labels, weights).Loss;
    }

    /// <summary>Right is 0: a regression has no right or wrong.</summary>
    public override (double Loss, double Right) Measure(Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        var loss = 0d;
        for (var r = 0; r < outputs.Rows; r++)
        {
            var error = (double)outputs.Span[r] - labels[r];
            loss += weights[r] * error * error;
        }

        return (loss, 0);
    }
}
