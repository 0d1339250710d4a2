using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// The gated recurrent unit as published (Cho et al., 2014): the state is reset before the recurrent product. With input x[t] [I]
/// and state h [H]:
/// <code>
/// z = sigmoid(Wz x[t] + Rz h[t-1] + bz)      r = sigmoid(Wr x[t] + Rr h[t-1] + br)
/// s = r h[t-1]                               n = tanh(Wn x[t] + Rn s + bn)
/// h[t] = (1 - z) n + z h[t-1]
/// </code>
/// Parameters, with the gates in the order z, r, n as in ONNX: W [3H, I], R [3H, H], b [3H]. Going back: da_n = dh (1 - z) (1 - n²),
/// ds = Rn-transposed da_n, da_r = ds h[t-1] r (1 - r), da_z = dh (h[t-1] - n) z (1 - z), dRn = sum of da_n s-transposed, and
/// dh[t-1] += z dh + r ds + Rz-transposed da_z + Rr-transposed da_r.
/// </summary>
internal sealed class GruResetBefore : Cell
{
    private readonly PackedWeights _packedGates;
    private readonly PackedWeights _packedCandidate;

    /// <summary>s [Total, H].</summary>
    private readonly Matrix _reset = new();

    /// <summary>ds [Count, H] of a step.</summary>
    private readonly Matrix _resetGradient = new();

    public GruResetBefore(CellParameters parameters, int direction)
        : base(parameters, direction, gates: 3)
    {
        _packedGates = Pack(Recurrent.Slice(0, 2 * HiddenSize));
        _packedCandidate = Pack(Recurrent.Slice(2 * HiddenSize, HiddenSize));
    }

    public override CellGraph Describe() => new("GRU", Weights.Values.ToArray(), Recurrent.Values.ToArray(), GraphBias());

    protected override void Start(PackedBatch batch, RecurrentState? state)
    {
        base.Start(batch, state);
        _reset.Resize(batch.Total, HiddenSize);
        _resetGradient.Resize(batch.Rows, HiddenSize);
    }

    protected override void Forward(CellRows rows)
    {
        var gates = Gates.From(rows.At);
        var previous = PreviousHidden(rows);
        if (!rows.IsStart)
        {
            _packedGates.MultiplyAdd(rows.Count, previous, StateStride, gates, Width);
        }

        for (var r = 0; r < rows.Count; r++)
        {
            var row = gates.Slice(r * Width, Width);
            Activations.Sigmoid(row[..(2 * HiddenSize)]);
            if (rows.IsStart)
            {
                _reset.Row(rows.At + r).Clear();
            }
            else
            {
                Vectors.Multiply(row.Slice(HiddenSize, HiddenSize), StateRow(previous, r), _reset.Row(rows.At + r));
            }
        }

        var candidates = gates[(2 * HiddenSize)..];
        if (!rows.IsStart)
        {
            _packedCandidate.MultiplyAdd(rows.Count, _reset.From(rows.At), HiddenSize, candidates, Width);
        }

        for (var r = 0; r < rows.Count; r++)
        {
            var n = candidates.Slice(r * Width, HiddenSize);
            Activations.Tanh(n);
            GruGates.Blend(gates.Slice(r * Width, HiddenSize), n, StateRow(previous, r), StateRow(Hidden(rows), r));
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
            var row = gates.Slice(r * Width, Width);
            GruGates.BlendGradient(
                row[..HiddenSize], row[(2 * HiddenSize)..], StateRow(previous, r), StateRow(dh, r), StateRow(dPrevious, r));
            if (rows.IsStart)
            {
                row.Slice(HiddenSize, HiddenSize).Clear();
            }
        }

        if (rows.IsStart)
        {
            return;
        }

        var ds = _resetGradient.Span;
        _packedCandidate.MultiplyBack(rows.Count, gates[(2 * HiddenSize)..], Width, ds, HiddenSize, accumulate: false);
        for (var r = 0; r < rows.Count; r++)
        {
            GruGates.ResetGradient(
                gates.Slice((r * Width) + HiddenSize, HiddenSize), StateRow(previous, r), ds.Slice(r * HiddenSize, HiddenSize), StateRow(dPrevious, r),
                accumulate: true);
        }

        if (!dPrevious.IsEmpty)
        {
            _packedGates.MultiplyBack(rows.Count, gates, Width, dPrevious, StateStride);
        }
    }

    protected override void ParameterGradients(Matrix operands)
    {
        var two = 2 * HiddenSize;
        ParameterGradients(operands, 0, operands.Columns, Gates, 0, 0, two);

        // Rn has met s, not h[t-1].
        for (var p = 0; p < operands.Rows; p++)
        {
            _reset.Row(p).CopyTo(operands.Row(p)[StateColumn(operands)..]);
        }

        ParameterGradients(operands, 0, operands.Columns, Gates, two, two, HiddenSize);
    }
}
