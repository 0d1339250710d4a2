using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A gated recurrent unit simplified to its update gate. With input x[t] [I] and state h [H]:
/// <code>
/// u = sigmoid(Wu x[t] + Ru h[t-1] + bu)      n = tanh(Wn x[t] + Rn h[t-1] + bn)
/// h[t] = u n + (1 - u) h[t-1]
/// </code>
/// Parameters, in the order u, n: W [2H, I], R [2H, H], b [2H]. Going back, with z = 1 - u = sigmoid(-a_u): da_n = dh u (1 - n²), da_u =
/// dh (n - h[t-1]) u (1 - u), dh[t-1] += z dh + R-transposed da.
/// <para>
/// In a graph it is a GRU whose z has u's weights negated and whose reset gate is 1, the sigmoid of a large bias.
/// </para>
/// </summary>
internal sealed class GruSimple : Cell
{
    // Its sigmoid is 1 in single precision.
    private const float OpenBias = 40;

    private readonly PackedWeights _packedRecurrent;

    public GruSimple(CellParameters parameters, int direction)
        : base(parameters, direction, gates: 2) =>
        _packedRecurrent = Pack(Recurrent);

    public override CellGraph Describe()
    {
        var bias = new float[6 * HiddenSize];
        ToGru(Bias.Values, bias);
        bias.AsSpan(HiddenSize, HiddenSize).Fill(OpenBias);
        return new("GRU", ToGru(Weights.Values, new float[3 * HiddenSize * InputSize]),
            ToGru(Recurrent.Values, new float[3 * HiddenSize * HiddenSize]), bias)
        {
            Attributes = [new GraphAttribute("linear_before_reset", 1L)],
        };
    }

    protected override void Forward(CellRows rows)
    {
        var gates = Gates.From(rows.At);
        var previous = PreviousHidden(rows);
        if (!rows.IsStart)
        {
            _packedRecurrent.MultiplyAdd(rows.Count, previous, StateStride, gates, Width);
        }

        for (var r = 0; r < rows.Count; r++)
        {
            var z = gates.Slice(r * Width, HiddenSize);
            var n = gates.Slice((r * Width) + HiddenSize, HiddenSize);
            Vectors.Negate(z);
            Activations.Sigmoid(z);
            Activations.Tanh(n);
            GruGates.Blend(z, n, StateRow(previous, r), StateRow(Hidden(rows), r));
        }
    }

    protected override void Backward(CellRows rows)
    {
        var gates = Gates.From(rows.At);
        var previous = PreviousHidden(rows);
        var dh = HiddenGradient(rows);
        var dPrevious = PreviousHiddenGradient(rows);
        for (var r = 0; r < rows.Count; r++)
        {
            var z = gates.Slice(r * Width, HiddenSize);
            var n = gates.Slice((r * Width) + HiddenSize, HiddenSize);
            GruGates.BlendGradient(z, n, StateRow(previous, r), StateRow(dh, r), StateRow(dPrevious, r));
            Vectors.Negate(z);
        }

        if (!dPrevious.IsEmpty)
        {
            _packedRecurrent.MultiplyBack(rows.Count, gates, Width, dPrevious, StateStride);
        }
    }

    /// <summary>The rows u, n as the rows z, r, n of a GRU.</summary>
    private static float[] ToGru(ReadOnlySpan<float> values, float[] gru)
    {
        var gate = values.Length / 2;
        for (var i = 0; i < gate; i++)
        {
            gru[i] = -values[i];
        }

        values[gate..].CopyTo(gru.AsSpan(2 * gate));
        return gru;
    }
}
