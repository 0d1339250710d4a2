using MLSeq.Numerics;

namespace MLSeq.Tests.Numerics;

public class ActivationsTests
{
    private static readonly float[] Samples = Sweep();

    [Fact]
    public void Sigmoid_is_within_2e_7() =>
        AssertWithin(2e-7, relative: 1e-6, Activations.Sigmoid, x => 1 / (1 + Math.Exp(-x)), from: -87);

    [Fact]
    public void Tanh_is_within_2e_7_and_accurate_near_zero() =>
        AssertWithin(2e-7, relative: 4e-7, Activations.Tanh, Math.Tanh, from: float.NegativeInfinity);

    [Fact]
    public void Exp_is_within_2e_7_of_its_value() =>
        AssertWithin(double.PositiveInfinity, relative: 2e-7, Activations.Exp, Math.Exp, from: -87, to: 88.7f);

    [Fact]
    public void Saturated_values_and_NaN()
    {
        float[] x = [float.NegativeInfinity, -1e30f, -200, -0f, 0, 200, 1e30f, float.PositiveInfinity, float.NaN];

        Assert.Equal([0, 0, 0, 1, 1, float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity, float.NaN],
            Of(Activations.Exp, x));
        Assert.Equal([-1, -1, -1, 0, 0, 1, 1, 1, float.NaN], Of(Activations.Tanh, x));
        var sigmoid = Of(Activations.Sigmoid, x);
        Assert.All(sigmoid[..3], y => Assert.InRange(y, 0, 2e-38f));
        Assert.Equal([0.5f, 0.5f, 1, 1, 1, float.NaN], sigmoid[3..]);
    }

    [Fact]
    public void Every_length_in_place_and_not_leaves_the_rest_alone()
    {
        for (var length = 0; length < 40; length++)
        {
            var x = new Draw(length).Values(length, 5);
            foreach (var (function, expected) in new (UnaryInto, Func<double, double>)[]
            {
                (Activations.Sigmoid, v => 1 / (1 + Math.Exp(-v))),
                (Activations.Tanh, Math.Tanh),
                (Activations.Exp, Math.Exp),
            })
            {
                var y = new float[length + 3];
                Array.Fill(y, 7f);
                function(x, y);
                for (var i = 0; i < y.Length; i++)
                {
                    Assert.Equal(i < length ? expected(x[i]) : 7, y[i], 1e-6 * Math.Max(1, Math.Abs(y[i])));
                }

                var inPlace = (float[])x.Clone();
                function(inPlace, inPlace);
                Assert.Equal(y[..length], inPlace);
            }
        }
    }

    [Fact]
    public void Gradients_are_the_derivatives()
    {
        for (var length = 0; length < 40; length++)
        {
            var draw = new Draw(length);
            var (y, dy) = (draw.Values(length), draw.Values(length, 3));
            var (sigmoid, tanh) = ((float[])dy.Clone(), (float[])dy.Clone());

            Activations.SigmoidGradient(y, sigmoid);
            Activations.TanhGradient(y, tanh);

            for (var i = 0; i < length; i++)
            {
                Assert.Equal((double)dy[i] * y[i] * (1 - (double)y[i]), sigmoid[i], 2e-6);
                Assert.Equal(dy[i] * (1 - ((double)y[i] * y[i])), tanh[i], 2e-6);
            }
        }
    }

    [Fact]
    public void A_destination_too_short_is_refused() =>
        Assert.Throws<ArgumentException>("y", () => Activations.Tanh(new float[3], new float[2]));

    private delegate void Unary(Span<float> x);

    private delegate void UnaryInto(ReadOnlySpan<float> x, Span<float> y);

    private static float[] Of(Unary function, float[] x)
    {
        var y = (float[])x.Clone();
        function(y);
        return y;
    }

    /// <summary>Every magnitude from 1e-40 to 100 of both signs, and an even sweep of what matters most.</summary>
    private static float[] Sweep()
    {
        var values = new List<float>();
        for (var x = 1e-40; x < 100; x *= 1.0003)
        {
            values.Add((float)x);
            values.Add((float)-x);
        }

        for (var x = -20f; x < 20; x += 0.0002f)
        {
            values.Add(x);
        }

        return [.. values];
    }

    private static void AssertWithin(
        double absolute, double relative, Unary function, Func<double, double> exact, float from,
        float to = float.PositiveInfinity)
    {
        var y = Of(function, Samples);
        for (var i = 0; i < y.Length; i++)
        {
            if (Samples[i] < from || Samples[i] > to)
            {
                continue;
            }

            var expected = exact(Samples[i]);
            var error = Math.Abs(y[i] - expected);

            // Subnormal values have fewer digits.
            Assert.True(
                error <= absolute && error <= Math.Max(relative * Math.Abs(expected), 1e-38),
                $"f({Samples[i]:R}) is {y[i]:R}, not {expected:R}: off by {error:E1}");
        }
    }
}
