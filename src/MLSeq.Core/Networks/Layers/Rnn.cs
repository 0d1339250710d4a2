using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// The plain recurrent network (Elman, 1990). With input x[t] [I], state h [H], W [H, I], R [H, H], b [H] and f = tanh or the
/// rectifier max(0, a):
/// <code>
/// h[t] = f(W x[t] + R h[t-1] + b)
/// </code>
/// and back: da[t] = dh[t] (1 - h[t]²), or dh[t] where h[t] > 0; dh[t-1] += R-transposed da[t].
/// </summary>
internal sealed class Rnn : Cell
{
    private readonly PackedWeights _packedRecurrent;
    private readonly bool _isRectifier;

    public Rnn(CellParameters parameters, int direction, bool rectifier)
        : base(parameters, direction, gates: 1)
    {
        _packedRecurrent = Pack(Recurrent);
        _isRectifier = rectifier;
    }

    public override CellGraph Describe() => new("RNN", Weights.Values.ToArray(), Recurrent.Values.ToArray(), GraphBias())
    {
        Activation = _isRectifier ? "Relu" : "Tanh",
    };

    protected override void Forward(CellRows rows)
    {
        var a = Gates.From(rows.At);
        if (!rows.IsStart)
        {
            _packedRecurrent.MultiplyAdd(rows.Count, PreviousHidden(rows), StateStride, a, Width);
        }

        var h = Hidden(rows);
        for (var r = 0; r < rows.Count; r++)
        {
            var from = a.Slice(r * HiddenSize, HiddenSize);
            var to = StateRow(h, r);
            if (_isRectifier)
            {
                Activations.Rectifier(from, to);
            }
            else
            {
                Activations.Tanh(from, to);
            }
        }
    }

    protected override void Backward(CellRows rows)
    {
        var h = Hidden(rows);
        var dh = HiddenGradient(rows);
        var da = Gates.From(rows.At);
        for (var r = 0; r < rows.Count; r++)
        {
            var state = StateRow(h, r);
            var gradient = da.Slice(r * HiddenSize, HiddenSize);
            StateRow(dh, r).CopyTo(gradient);
            if (_isRectifier)
            {
                Activations.RectifierGradient(state, gradient);
            }
            else
            {
                Activations.TanhGradient(state, gradient);
            }
        }

        if (PreviousHiddenGradient(rows) is { IsEmpty: false } previous)
        {
            _packedRecurrent.MultiplyBack(rows.Count, da, Width, previous, StateStride);
        }
    }
}
