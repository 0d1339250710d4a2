using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Weights M [O, I] arranged for products at many steps: y = x M-transposed on the way forward and, from the first use on, dx =
/// dy M on the way back.
/// </summary>
internal sealed class PackedWeights(ParameterPart weights)
{
    private readonly PackedMatrix _forward = new(weights.Columns, weights.Rows);
    private PackedMatrix? _back;
    private bool _isBackStale;

    /// <summary>Takes over the weights' present values.</summary>
    public void Prepare()
    {
        _forward.Pack(true, weights.Values, weights.Columns);
        _isBackStale = true;
    }

    /// <summary>y [rows, O] += x [rows, I] M-transposed.</summary>
    public void MultiplyAdd(int rows, ReadOnlySpan<float> x, int ldx, Span<float> y, int ldy) =>
        MatrixProduct.Multiply(rows, x, ldx, _forward, y, ldy, true);

    /// <summary>y [rows, O] = x [rows, I] M-transposed + bias [O].</summary>
    public void Multiply(int rows, ReadOnlySpan<float> x, int ldx, Span<float> y, int ldy, ReadOnlySpan<float> bias) =>
        MatrixProduct.Multiply(rows, x, ldx, _forward, y, ldy, bias);

    /// <summary>dx [rows, I] += dy [rows, O] M, or dx = without <paramref name="accumulate"/>.</summary>
    public void MultiplyBack(int rows, ReadOnlySpan<float> dy, int ldy, Span<float> dx, int ldx, bool accumulate = true)
    {
        _back ??= new PackedMatrix(weights.Rows, weights.Columns);
        if (_isBackStale)
        {
            _back.Pack(false, weights.Values, weights.Columns);
            _isBackStale = false;
        }

        MatrixProduct.Multiply(rows, dy, ldy, _back, dx, ldx, accumulate);
    }
}
