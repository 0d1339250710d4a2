using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000). With input x[t] [I],
/// state h [H] and cell c [H]:
/// <code>
/// i = sigmoid(Wi x[t] + Ri h[t-1] + bi)      o = sigmoid(Wo x[t] + Ro h[t-1] + bo)
/// f = sigmoid(Wf x[t] + Rf h[t-1] + bf)      g = tanh(Wg x[t] + Rg h[t-1] + bg)
/// c[t] = f c[t-1] + i g                      h[t] = o tanh(c[t])
/// </code>
/// Parameters, with the gates in the order i, o, f, g as in ONNX: W [4H, I], R [4H, H], b [4H]. bf starts at 1, so that a new cell
/// remembers. Going back, with da the gradient of the four pre-activations (see <see cref="LstmGates"/>): dh[t-1] +=
/// R-transposed da[t].
/// </summary>
internal class Lstm : Cell
{
    private readonly PackedWeights _packedRecurrent;
    private readonly Matrix _tanhCells = new();
    private readonly Matrix _cellGradient = new();

    public Lstm(CellParameters parameters, int direction)
        : base(parameters, direction, gates: 4, (bias, _) => StartBias(bias)) =>
        _packedRecurrent = Pack(Recurrent);

    /// <summary>c [Total, H], and after them those of the states that the batch started from.</summary>
    protected Matrix Cells { get; } = new();

    /// <summary>P [3 H]; none here.</summary>
    protected virtual ReadOnlySpan<float> Peepholes => default;

    public override CellGraph Describe() => new("LSTM", Weights.Values.ToArray(), Recurrent.Values.ToArray(), GraphBias());

    protected override void Start(PackedBatch batch, RecurrentState? state)
    {
        base.Start(batch, state);

        // The cells that a state brings follow those of the positions, so that both are read alike.
        Cells.Resize(batch.Total + (state?.Rows ?? 0), HiddenSize);
        _tanhCells.Resize(batch.Total, HiddenSize);
        state?.Cell.Span.CopyTo(Cells.From(batch.Total));
    }

    protected override void Forward(CellRows rows)
    {
        var gates = Gates.From(rows.At);
        if (!rows.IsStart)
        {
            _packedRecurrent.MultiplyAdd(rows.Count, PreviousHidden(rows), StateStride, gates, Width);
        }

        LstmGates.Forward(
            rows.Count, HiddenSize, gates, PreviousCells(rows), Cells.From(rows.At), _tanhCells.From(rows.At), Hidden(rows), StateStride,
            Peepholes);
    }

    protected override void End(PackedBatch batch, RecurrentState state)
    {
        base.End(batch, state);
        for (var r = 0; r < batch.Rows; r++)
        {
            Cells.Row(LastPooling.LastPosition(batch, r)).CopyTo(state.Cell.Row(r));
        }
    }

    protected override void StartBackward(PackedBatch batch, RecurrentState? stateGradient)
    {
        base.StartBackward(batch, stateGradient);
        _cellGradient.Resize(batch.Rows, HiddenSize).Span.Clear();
        stateGradient?.Cell.Span.CopyTo(_cellGradient.Span);
    }

    protected override void Backward(CellRows rows)
    {
        var gates = Gates.From(rows.At);
        LstmGates.Backward(
            rows.Count, HiddenSize, gates, PreviousCells(rows), _tanhCells.From(rows.At), HiddenGradient(rows), StateStride,
            _cellGradient.From(rows.Row), Peepholes);
        if (PreviousHiddenGradient(rows) is { IsEmpty: false } previous)
        {
            _packedRecurrent.MultiplyBack(rows.Count, gates, Width, previous, StateStride);
        }
    }

    protected override void EndBackward(RecurrentState? stateGradient)
    {
        if (stateGradient is not null)
        {
            _cellGradient.Span.CopyTo(stateGradient.Cell.Span);
        }
    }

    private ReadOnlySpan<float> PreviousCells(CellRows rows) => rows.IsStart ? default : Cells.From(rows.Previous);

    private static void StartBias(Span<float> bias)
    {
        var hidden = bias.Length / 4;
        bias.Clear();
        bias.Slice(2 * hidden, hidden).Fill(1);
    }
}
