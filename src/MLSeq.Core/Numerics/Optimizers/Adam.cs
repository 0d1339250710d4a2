using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015, algorithm 1), at step t:
/// <code>
/// m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g²
/// p = p - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
/// </code>
/// Decoupled, it is AdamW (Loshchilov and Hutter, 2019): weight decay w stays out of g, and first p = p - rate w p.
/// </summary>
internal sealed class Adam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool decoupled = false) : UpdateRule
{
    // In double: 1 - 0.999f would be off by 5e-5.
    private readonly float _firstWeight = (float)(1 - beta1);
    private readonly float _secondWeight = (float)(1 - beta2);
    private readonly float _epsilon = (float)epsilon;
    private double _rate;
    private float _correctedRate;
    private float _secondMomentScale;

    public override int Moments => 2;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The step is less than 1.</exception>
    public override void Begin(long step, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        _rate = rate;
        _correctedRate = (float)(rate / (1 - Math.Pow(beta1, step)));
        _secondMomentScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }

    public override void Update(
        Span<float> p, ReadOnlySpan<float> g, Span<float> first, Span<float> second, float gradientScale = 1, float weightDecay = 0)
    {
        var kept = decoupled ? (float)(1 - (_rate * weightDecay)) : 1;
        UpdateLoop.Run(
            new Kernel(_firstWeight, _secondWeight, _epsilon, _correctedRate, _secondMomentScale, kept),
            p, g, first, second, gradientScale, decoupled ? 0 : weightDecay);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Kernel(float firstWeight, float secondWeight, float epsilon, float rate, float secondMomentScale, float kept) : IUpdateKernel
    {
        public static int Moments => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Update(Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
        {
            first = Vector.MultiplyAddEstimate(g - first, Vector.Create(firstWeight), first);
            second = Vector.MultiplyAddEstimate((g * g) - second, Vector.Create(secondWeight), second);
            var scale = (Vector.SquareRoot(second) * secondMomentScale) + Vector.Create(epsilon);
            return (p * kept) - (first * rate / scale);
        }
    }
}
