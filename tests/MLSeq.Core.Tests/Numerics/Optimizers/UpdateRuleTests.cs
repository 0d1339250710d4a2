using MLSeq.Numerics.Optimizers;

namespace MLSeq.Tests.Numerics.Optimizers;

public class UpdateRuleTests
{
    private const double Rate = 0.01;
    private const double Decay = 0.03;
    private const float GradientScale = 0.5f;

    /// <summary>A weight in double precision: p, its moments, and step t with gradient g, decay w.</summary>
    private delegate void Reference(ref (double P, double First, double Second) at, double g, double w, int t);

    private static readonly Dictionary<string, (UpdateRule Rule, Reference Step)> Rules = new(StringComparer.Ordinal)
    {
        ["SGD"] = (new Sgd(), (ref at, g, w, _) => at.P -= Rate * (g + (w * at.P))),
        ["SGD with momentum"] = (new Sgd(0.8), MomentumStep),
        ["SGD with Nesterov's momentum"] = (new Sgd(0.8, nesterov: true), NesterovStep),
        ["AdaGrad"] = (new AdaGrad(1e-5), AdaGradStep),
        ["RMSProp"] = (new RmsProp(0, 0.95, 1e-4), RmsPropStep),
        ["RMSProp with momentum"] = (new RmsProp(0.7, 0.95, 1e-4), RmsPropMomentumStep),
        ["Adam"] = (new Adam(0.8, 0.99, 1e-6), (ref at, g, w, t) => AdamStep(ref at, g + (w * at.P), t)),
        ["AdamW"] = (new Adam(0.8, 0.99, 1e-6, decoupled: true), AdamWStep),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_equal_the_formulas_in_double(string name)
    {
        var (rule, step) = Rules[name];
        for (var length = 0; length < 40; length++)
        {
            var draw = new Draw(length);
            var p = draw.Values(length);
            var (first, second) = Moments(rule, length);
            var reference = p.Select(x => (P: (double)x, First: 0d, Second: 0d)).ToArray();
            for (var t = 1; t <= 30; t++)
            {
                var g = draw.Values(length, 10);
                rule.Begin(t, Rate);
                rule.Update(p, g, first, second, GradientScale, (float)Decay);
                for (var i = 0; i < length; i++)
                {
                    ref var at = ref reference[i];
                    step(ref at, GradientScale * g[i], Decay, t);
                    Assert.Equal(at.P, p[i], 3e-6 * Math.Max(1, Math.Abs(at.P)));
                    Assert.True(first.Length == 0 || Math.Abs(at.First - first[i]) <= 1e-5 * Math.Max(1, Math.Abs(at.First)));
                    Assert.True(second.Length == 0 || Math.Abs(at.Second - second[i]) <= 1e-5 * Math.Max(1, Math.Abs(at.Second)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_updated_alone_end_as_in_the_whole(string name)
    {
        var rule = Rules[name].Rule;
        var draw = new Draw(1);
        var (whole, g) = (draw.Values(5 * 13), draw.Values(5 * 13));
        var rows = (float[])whole.Clone();
        var (first, second) = Moments(rule, 65);
        var (firstRows, secondRows) = Moments(rule, 65);

        rule.Begin(3, 0.1);
        rule.Update(whole, g, first, second);
        for (var at = 0; at < 65; at += 13)
        {
            rule.Update(rows.AsSpan(at, 13), g.AsSpan(at, 13), Row(firstRows, at), Row(secondRows, at));
        }

        Assert.All(whole.Zip(rows), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Wrong_lengths_are_refused(string name)
    {
        var rule = Rules[name].Rule;
        rule.Begin(1, 0.1);
        Assert.Throws<ArgumentException>(() => rule.Update(new float[3], new float[2], Moments(rule, 3).First, Moments(rule, 3).Second));
        Assert.Throws<ArgumentException>(() => rule.Update(new float[3], new float[3], Moments(rule, 3).First, new float[2]));
        Assert.Throws<ArgumentException>(() => rule.Update(new float[3], new float[3], new float[2], Moments(rule, 3).Second));
    }

    [Fact]
    public void Without_momentum_nothing_is_kept_between_steps()
    {
        Assert.Equal(0, new Sgd().Moments);
        Assert.Equal(1, new RmsProp().Moments);
    }

    [Fact]
    public void Adam_counts_steps_from_1() => Assert.Throws<ArgumentOutOfRangeException>(() => new Adam().Begin(0, 0.1));

    private static void MomentumStep(ref (double P, double First, double Second) at, double g, double w, int t)
    {
        at.First = (0.8 * at.First) + g + (w * at.P);
        at.P -= Rate * at.First;
    }

    private static void NesterovStep(ref (double P, double First, double Second) at, double g, double w, int t)
    {
        g += w * at.P;
        at.First = (0.8 * at.First) + g;
        at.P -= Rate * (g + (0.8 * at.First));
    }

    private static void AdaGradStep(ref (double P, double First, double Second) at, double g, double w, int t)
    {
        g += w * at.P;
        at.First += g * g;
        at.P -= Rate * g / (Math.Sqrt(at.First) + 1e-5);
    }

    private static void RmsPropStep(ref (double P, double First, double Second) at, double g, double w, int t)
    {
        g += w * at.P;
        at.First = (0.95 * at.First) + (0.05 * g * g);
        at.P -= Rate * g / (Math.Sqrt(at.First) + 1e-4);
    }

    private static void RmsPropMomentumStep(ref (double P, double First, double Second) at, double g, double w, int t)
    {
        g += w * at.P;
        at.First = (0.95 * at.First) + (0.05 * g * g);
        at.Second = (0.7 * at.Second) + (g / (Math.Sqrt(at.First) + 1e-4));
        at.P -= Rate * at.Second;
    }

    private static void AdamWStep(ref (double P, double First, double Second) at, double g, double w, int t)
    {
        at.P -= Rate * w * at.P;
        AdamStep(ref at, g, t);
    }

    private static void AdamStep(ref (double P, double First, double Second) at, double g, int t)
    {
        at.First = (0.8 * at.First) + (0.2 * g);
        at.Second = (0.99 * at.Second) + (0.01 * g * g);
        at.P -= Rate * (at.First / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(at.Second / (1 - Math.Pow(0.99, t))) + 1e-6);
    }

    private static (float[] First, float[] Second) Moments(UpdateRule rule, int length) =>
        (new float[rule.Moments > 0 ? length : 0], new float[rule.Moments > 1 ? length : 0]);

    private static Span<float> Row(float[] moments, int at) => moments.Length == 0 ? default : moments.AsSpan(at, 13);
}
