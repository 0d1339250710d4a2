using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics.Optimizers;

/// <summary>
/// RMSProp (Tieleman and Hinton, 2012, lecture 6e), with momentum on the scaled gradient where that is not 0:
/// <code>
/// v = beta2 v + (1 - beta2) g²        d = g / (sqrt(v) + epsilon)
/// p = p - rate d                      with momentum: m = momentum m + d, p = p - rate m
/// </code>
/// The first moment kept is v, the second, kept with momentum only, m.
/// </summary>
internal sealed class RmsProp(double momentum = 0, double beta2 = 0.99, double epsilon = 1e-8) : UpdateRule
{
    private readonly float _momentum = (float)momentum;
    private readonly float _weight = (float)(1 - beta2);
    private readonly float _epsilon = (float)epsilon;
    private float _rate;

    public override int Moments => _momentum == 0 ? 1 : 2;

    public override void Begin(long step, double rate) => _rate = (float)rate;

    public override void Update(
        Span<float> p, ReadOnlySpan<float> g, Span<float> first, Span<float> second, float gradientScale = 1, float weightDecay = 0)
    {
        if (_momentum == 0)
        {
            UpdateLoop.Run(new Plain(_rate, _weight, _epsilon), p, g, first, second, gradientScale, weightDecay);
        }
        else
        {
            UpdateLoop.Run(new Momentum(_rate, _weight, _epsilon, _momentum), p, g, first, second, gradientScale, weightDecay);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Plain(float rate, float weight, float epsilon) : IUpdateKernel
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Update(Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
        {
            first = Vector.MultiplyAddEstimate((g * g) - first, Vector.Create(weight), first);
            return p - (g * rate / (Vector.SquareRoot(first) + Vector.Create(epsilon)));
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Momentum(float rate, float weight, float epsilon, float momentum) : IUpdateKernel
    {
        public static int Moments => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Update(Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
        {
            first = Vector.MultiplyAddEstimate((g * g) - first, Vector.Create(weight), first);
            second = Vector.MultiplyAddEstimate(second, Vector.Create(momentum), g / (Vector.SquareRoot(first) + Vector.Create(epsilon)));
            return Vector.MultiplyAddEstimate(second, Vector.Create(-rate), p);
        }
    }
}
