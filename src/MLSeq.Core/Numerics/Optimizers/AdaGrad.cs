using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics.Optimizers;

/// <summary>
/// AdaGrad (Duchi et al., 2011):
/// <code>
/// v = v + g²        p = p - rate g / (sqrt(v) + epsilon)
/// </code>
/// </summary>
internal sealed class AdaGrad(double epsilon = 1e-10) : UpdateRule
{
    private readonly float _epsilon = (float)epsilon;
    private float _rate;

    public override int Moments => 1;

    public override void Begin(long step, double rate) => _rate = (float)rate;

    public override void Update(
        Span<float> p, ReadOnlySpan<float> g, Span<float> first, Span<float> second, float gradientScale = 1, float weightDecay = 0) =>
        UpdateLoop.Run(new Kernel(_rate, _epsilon), p, g, first, second, gradientScale, weightDecay);

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Kernel(float rate, float epsilon) : IUpdateKernel
    {
        public static int Moments => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Update(Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
        {
            first = Vector.MultiplyAddEstimate(g, g, first);
            return p - (g * rate / (Vector.SquareRoot(first) + Vector.Create(epsilon)));
        }
    }
}
