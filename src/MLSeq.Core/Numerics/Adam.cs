using System.Runtime.InteropServices;

namespace MLSeq.Numerics;

/// <summary>
/// One step of Adam (Kingma and Ba, 2015, algorithm 1), with the gradient g scaled first (clipping):
/// <code>
/// m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g²
/// p = p - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
/// </code>
/// The constants of step t are worked out once; <see cref="Update"/> then runs over each parameter, whole or by rows.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Adam
{
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _epsilon;
    private readonly float _rate;
    private readonly float _secondMomentScale;

    /// <summary>The step number <paramref name="t"/>, from 1.</summary>
    public Adam(long t, float rate, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(t, 1);
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _rate = (float)(rate / (1 - Math.Pow(beta1, t)));
        _secondMomentScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, t)));
    }

    /// <summary>Updates values p and moments m, v by <paramref name="gradientScale"/> times gradients g, all of one length.</summary>
    public void Update(Span<float> p, ReadOnlySpan<float> g, Span<float> m, Span<float> v, float gradientScale = 1)
    {
        for (var i = 0; i < p.Length; i++)
        {
            var gradient = gradientScale * g[i];
            m[i] += (1 - _beta1) * (gradient - m[i]);
            v[i] += (1 - _beta2) * ((gradient * gradient) - v[i]);
            p[i] -= _rate * m[i] / ((MathF.Sqrt(v[i]) * _secondMomentScale) + _epsilon);
        }
    }
}
