using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Losses;

/// <summary>
/// p = softmax(z), L = sum over examples of -w log p[label], dL/dz[j] = w (p[j] - 1 if j is the label, else w p[j]).
/// Labels are class indices from 0.
/// </summary>
internal sealed class SoftmaxCrossEntropy(int classes) : Loss
{
    public override string ExpectedLabel => $"a class index from 0 to {classes - 1}";

    public override bool Accepts(float label) => label >= 0 && label < classes && label == MathF.Floor(label);

    public override void Activate(Matrix outputs) => Softmax.Rows(outputs.Rows, outputs.Columns, outputs.Span, outputs.Columns);

    public override GraphValue Describe(IGraph graph, GraphValue outputs) => graph.Softmax(outputs, 1);

    public override double Differentiate(
        Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, float scale, Matrix gradient)
    {
        var loss = Measure(outputs, labels, weights).Loss;
        gradient.Resize(outputs.Rows, outputs.Columns);
        outputs.Span.CopyTo(gradient.Span);
        Softmax.Rows(gradient.Rows, gradient.Columns, gradient.Span, gradient.Columns);
        for (var r = 0; r < gradient.Rows; r++)
        {
            gradient.Row(r)[(int)labels[r]] -= 1;
            Vectors.Scale(scale * weights[r], gradient.Row(r));
        }

        return loss;
    }

    public override (double Loss, double Right) Measure(Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        var (loss, right) = (0d, 0d);
        for (var r = 0; r < outputs.Rows; r++)
        {
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
