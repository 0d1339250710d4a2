namespace MLSeq.Numerics.Optimizers;

/// <summary>
/// How an optimizer changes weights p by their gradient g. <see cref="Begin"/> works out the constants of a step once; the
/// step's updates then run over each parameter, whole or by rows, on any number of threads. With the gradient first scaled
/// (clipping), then, where weights decay by w (L2 regularization), g = scale g + w p. Formulas and defaults are PyTorch's.
/// </summary>
internal abstract class UpdateRule
{
    /// <summary>How many numbers are kept for each weight between steps, 0 to 2. They start at 0.</summary>
    public abstract int Moments { get; }

    /// <summary>Begins step <paramref name="step"/>, counted from 1, of size <paramref name="rate"/>.</summary>
    public abstract void Begin(long step, double rate);

    /// <summary>Updates values p and their moments by the gradients g, all of one length; moments that are not kept are empty.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract void Update(
        Span<float> p, ReadOnlySpan<float> g, Span<float> first, Span<float> second, float gradientScale = 1, float weightDecay = 0);
}
