using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// The gated recurrent unit (Cho et al., 2014) in cuDNN's and PyTorch's form, which resets after the recurrent product. With input
/// x[t] [I] and state h [H]:
/// <code>
/// z = sigmoid(Wz x[t] + Rz h[t-1] + bz)      r = sigmoid(Wr x[t] + Rr h[t-1] + br)
/// q = Rn h[t-1] + s                          n = tanh(Wn x[t] + r q + bn)
/// h[t] = (1 - z) n + z h[t-1]
/// </code>
/// Parameters, with the gates in the order z, r, n as in ONNX: W [3H, I], R [3H, H], b [3H], s [H] (recurrent-bias), which starts at
/// 0. Going back: da_n = dh (1 - z) (1 - n²), dq = r da_n, da_r = q da_n r (1 - r), da_z = dh (h[t-1] - n) z (1 - z), ds = sum of
/// dq, dRn = sum of dq h[t-1]-transposed, and dh[t-1] += z dh + Rz-transposed da_z + Rr-transposed da_r + Rn-transposed dq.
/// </summary>
internal sealed class Gru : Cell
{
    private readonly PackedWeights _packedGates;
    private readonly PackedWeights _packedCandidate;
    private readonly ParameterPart _recurrentBias;

    /// <summary>q [Total, H], then its gradient.</summary>
    private readonly Matrix _resettable = new();

    public Gru(CellParameters parameters, int direction)
        : base(parameters, direction, gates: 3)
    {
        _packedGates = Pack(Recurrent.Slice(0, 2 * HiddenSize));
        _packedCandidate = Pack(Recurrent.Slice(2 * HiddenSize, HiddenSize));
        _recurrentBias = parameters.Part(direction, "recurrent-bias", 1, HiddenSize, (s, _) => s.Clear());
    }

    public override CellGraph Describe() => new(
        "GRU", Weights.Values.ToArray(), Recurrent.Values.ToArray(),
        [.. Bias.Values, .. new float[2 * HiddenSize], .. _recurrentBias.Values])
    {
        Attributes = [new GraphAttribute("linear_before_reset", 1L)],
    };

    protected override void Start(PackedBatch batch, RecurrentState? state)
    {
        base.Start(batch, state);
        _resettable.Resize(batch.Total, HiddenSize);
    }

    protected override void Forward(CellRows rows)
    {
        var gates = Gates.From(rows.At);
        var q = _resettable.From(rows.At);
        var previous = PreviousHidden(rows);
        if (rows.IsStart)
        {
            MatrixRows.Fill(rows.Count, HiddenSize, q, HiddenSize, _recurrentBias.Values);
        }
        else
        {
            _packedGates.MultiplyAdd(rows.Count, previous, StateStride, gates, Width);
            _packedCandidate.Multiply(rows.Count, previous, StateStride, q, HiddenSize, _recurrentBias.Values);
        }

        for (var r = 0; r < rows.Count; r++)
        {
            var row = gates.Slice(r * Width, Width);
            var n = row[(2 * HiddenSize)..];
            Activations.Sigmoid(row[..(2 * HiddenSize)]);
            Vectors.MultiplyAdd(row.Slice(HiddenSize, HiddenSize), q.Slice(r * HiddenSize, HiddenSize), n);
            Activations.Tanh(n);
            GruGates.Blend(row[..HiddenSize], n, StateRow(previous, r), StateRow(Hidden(rows), r));
        }
    }

    protected override void Backward(CellRows rows)
    {
        var gates = Gates.From(rows.At);
        var q = _resettable.From(rows.At);
        var previous = PreviousHidden(rows);
        var dh = HiddenGradient(rows);
        var dPrevious = PreviousHiddenGradient(rows);
        for (var r = 0; r < rows.Count; r++)
        {
            var row = gates.Slice(r * Width, Width);
            var reset = row.Slice(HiddenSize, HiddenSize);
            var n = row[(2 * HiddenSize)..];
            var qRow = q.Slice(r * HiddenSize, HiddenSize);
            GruGates.BlendGradient(row[..HiddenSize], n, StateRow(previous, r), StateRow(dh, r), StateRow(dPrevious, r));
            GruGates.ResetGradient(reset, qRow, n, qRow, accumulate: false);
        }

        if (!dPrevious.IsEmpty)
        {
            _packedGates.MultiplyBack(rows.Count, gates, Width, dPrevious, StateStride);
            _packedCandidate.MultiplyBack(rows.Count, q, HiddenSize, dPrevious, StateStride);
        }
    }

    protected override void ParameterGradients(Matrix operands)
    {
        var (states, all, two) = (StateColumn(operands), operands.Columns, 2 * HiddenSize);
        ParameterGradients(operands, 0, all, Gates, 0, 0, two);
        ParameterGradients(operands, 0, states, Gates, two, two, HiddenSize);
        ParameterGradients(operands, states, all, _resettable, 0, two, HiddenSize);
        MatrixRows.Sum(_resettable.Rows, HiddenSize, _resettable.Span, HiddenSize, _recurrentBias.Gradient, false);
    }
}
