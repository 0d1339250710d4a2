using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics.Optimizers;

/// <summary>
/// Stochastic gradient descent, with classical momentum (Polyak, 1964) or Nesterov's (Sutskever et al., 2013), v starting at 0:
/// <code>
/// v = momentum v + g        p = p - rate v        Nesterov: p = p - rate (g + momentum v)
/// </code>
/// Without momentum p = p - rate g, and no moment is kept.
/// </summary>
internal sealed class Sgd(double momentum = 0, bool nesterov = false) : UpdateRule
{
    private readonly float _momentum = (float)momentum;
    private float _rate;

    public override int Moments => _momentum == 0 ? 0 : 1;

    public override void Begin(long step, double rate) => _rate = (float)rate;

    public override void Update(
        Span<float> p, ReadOnlySpan<float> g, Span<float> first, Span<float> second, float gradientScale = 1, float weightDecay = 0)
    {
        if (_momentum == 0)
        {
            UpdateLoop.Run(new Plain(_rate), p, g, first, second, gradientScale, weightDecay);
        }
        else
        {
            // g + momentum v and v are one formula: a g + b v.
            var kernel = nesterov ? new Momentum(_momentum, _rate, _rate * _momentum) : new Momentum(_momentum, 0, _rate);
            UpdateLoop.Run(kernel, p, g, first, second, gradientScale, weightDecay);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Plain(float rate) : IUpdateKernel
    {
        public static int Moments => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Update(Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second) =>
            Vector.MultiplyAddEstimate(g, Vector.Create(-rate), p);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Momentum(float momentum, float gradientRate, float velocityRate) : IUpdateKernel
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Update(Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
        {
            first = Vector.MultiplyAddEstimate(first, Vector.Create(momentum), g);
            p = Vector.MultiplyAddEstimate(g, Vector.Create(-gradientRate), p);
            return Vector.MultiplyAddEstimate(first, Vector.Create(-velocityRate), p);
        }
    }
}
