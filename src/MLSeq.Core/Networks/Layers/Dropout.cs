using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Inverted dropout (Srivastava et al., 2014): while training, y = x m with m = 0 at a share of places and
/// 1 / (1 - share) at the others, drawn anew for each batch; dL/dx = dL/dy m. Scoring passes x on as it is.
/// <para>
/// Locked, each sequence has one mask [D] for all of its steps (Gal and Ghahramani, 2016), so that what a step loses no other
/// step gives away.
/// </para>
/// </summary>
internal sealed class Dropout(float share, bool locked = false) : Layer
{
    private readonly Matrix _mask = new();
    private readonly Matrix _output = new();
    private bool _active;

    /// <summary>Whether <see cref="Forward"/> changes anything.</summary>
    public bool Applies(SeededRandom? random) => random is not null && share > 0;

    /// <summary>x after dropout; x itself where <paramref name="random"/> is null (scoring) or the share is 0.</summary>
    /// <param name="batch">How the rows of x lie, if it has one for each position; else it has one for each sequence.</param>
    /// <param name="x">[Total, D] or [Rows, D].</param>
    /// <param name="random">Where the mask is drawn from.</param>
    public Matrix Forward(PackedBatch batch, Matrix x, SeededRandom? random)
    {
        Draw(locked ? batch.Rows : x.Rows, x.Columns, random);
        if (!_active)
        {
            return x;
        }

        _output.Resize(x.Rows, x.Columns);
        x.Span.CopyTo(_output.Span);
        Mask(batch, _output);
        return _output;
    }

    /// <summary>Draws the mask for vectors [Total, <paramref name="columns"/>] that are there only step by step.</summary>
    public void Begin(PackedBatch batch, int columns, SeededRandom? random) => Draw(locked ? batch.Rows : batch.Total, columns, random);

    /// <summary>
    /// Dropout of the rows of the steps from <paramref name="first"/> to <paramref name="end"/> in place, or of their gradient, after <see cref="Begin"/>.
    /// Where rows of <paramref name="x"/> are longer than the mask, it is for their beginning.
    /// </summary>
    public void Apply(PackedBatch batch, Matrix x, int first, int end)
    {
        for (var step = first; _active && step < end; step++)
        {
            for (var r = 0; r < batch.Count(step); r++)
            {
                Vectors.Multiply(_mask.Row(locked ? r : batch.Offset(step) + r), x.Row(batch.Offset(step) + r)[.._mask.Columns]);
            }
        }
    }

    /// <summary>dL/dx in the place of dL/dy.</summary>
    public Matrix Backward(PackedBatch batch, Matrix gradient)
    {
        if (_active)
        {
            Mask(batch, gradient);
        }

        return gradient;
    }

    private void Mask(PackedBatch batch, Matrix x)
    {
        // The rows of a step are those of its first sequences.
        for (var (at, step) = (0, 0); at < x.Rows; step++)
        {
            var rows = _mask.Rows == x.Rows ? x.Rows : batch.Count(step);
            Vectors.Multiply(_mask.Span[..(rows * x.Columns)], x.From(at)[..(rows * x.Columns)]);
            at += rows;
        }
    }

    private void Draw(int rows, int columns, SeededRandom? random)
    {
        _active = Applies(random);
        if (_active)
        {
            DrawMask(_mask.Resize(rows, columns).Span, random!);
        }
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
