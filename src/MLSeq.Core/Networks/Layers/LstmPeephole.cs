using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Long short-term memory with peepholes (Gers, Schraudolph and Schmidhuber, 2002): as <see cref="Lstm"/>, but the gates also see
/// the cell, through one weight a unit, P [3H] in the order i, o, f:
/// <code>
/// i = sigmoid(Wi x[t] + Ri h[t-1] + pi c[t-1] + bi)      f = sigmoid(Wf x[t] + Rf h[t-1] + pf c[t-1] + bf)
/// o = sigmoid(Wo x[t] + Ro h[t-1] + po c[t] + bo)
/// </code>
/// and back: dpi = sum of da_i[t] c[t-1], dpf = sum of da_f[t] c[t-1], dpo = sum of da_o[t] c[t]. P starts at 0.
/// </summary>
internal sealed class LstmPeephole : Lstm
{
    private readonly ParameterPart _peepholes;

    public LstmPeephole(CellParameters parameters, int direction)
        : base(parameters, direction) =>
        _peepholes = parameters.Part(direction, "peepholes", 1, 3 * HiddenSize, (p, _) => p.Clear());

    protected override ReadOnlySpan<float> Peepholes => _peepholes.Values;

    public override CellGraph Describe() => base.Describe() with { Peepholes = _peepholes.Values.ToArray() };

    protected override void StartBackward(PackedBatch batch, RecurrentState? stateGradient)
    {
        base.StartBackward(batch, stateGradient);
        _peepholes.Gradient.Clear();
    }

    protected override void Backward(CellRows rows)
    {
        base.Backward(rows);
        var gradient = _peepholes.Gradient;
        for (var r = 0; r < rows.Count; r++)
        {
            var da = Gates.Row(rows.At + r);
            Vectors.MultiplyAdd(da.Slice(HiddenSize, HiddenSize), Cells.Row(rows.At + r), gradient.Slice(HiddenSize, HiddenSize));
            if (!rows.IsStart)
            {
                var previous = Cells.Row(rows.Previous + r);
                Vectors.MultiplyAdd(da[..HiddenSize], previous, gradient[..HiddenSize]);
                Vectors.MultiplyAdd(da.Slice(2 * HiddenSize, HiddenSize), previous, gradient[(2 * HiddenSize)..]);
            }
        }
    }
}
