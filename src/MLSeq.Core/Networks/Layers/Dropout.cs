using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Inverted dropout (Srivastava et al., 2014): while training, y = x m with m = 0 at a share of places and
/// 1 / (1 - share) at the others, drawn anew for each batch; dL/dx = dL/dy m. Scoring passes x on as it is.
/// </summary>
internal sealed class Dropout(float share) : Layer
{
    private readonly Matrix _mask = new();
    private readonly Matrix _output = new();
    private bool _active;

    /// <summary>x after dropout; x itself where <paramref name="random"/> is null (scoring) or the share is 0.</summary>
    public Matrix Forward(Matrix x, SeededRandom? random)
    {
        _active = random is not null && share > 0;
        if (!_active)
        {
            return x;
        }

        DrawMask(_mask.Resize(x.Rows, x.Columns).Span, random!);
        _output.Resize(x.Rows, x.Columns);
        x.Span.CopyTo(_output.Span);
        Vectors.Multiply(_mask.Span, _output.Span);
        return _output;
    }

    /// <summary>dL/dx in the place of dL/dy.</summary>
    public Matrix Backward(Matrix gradient)
    {
        if (_active)
        {
            Vectors.Multiply(_mask.Span, gradient.Span);
        }

        return gradient;
    }

    private void DrawMask(Span<float> mask, SeededRandom random)
    {
        // 16 random bits decide each place, so one draw serves four.
        var threshold = (uint)Math.Round(share * 65536);
        var scale = 65536f / (65536 - threshold);
        var bits = 0UL;
        for (var i = 0; i < mask.Length; i++)
        {
            bits = (i & 3) == 0 ? random.NextBits() : bits >> 16;
            mask[i] = (bits & 0xFFFF) < threshold ? 0 : scale;
        }
    }
}
