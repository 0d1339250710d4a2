using MLSeq.Networks;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Training;
using MLSeq.Numerics;
using MLSeq.Tests.Networks.Reference;

namespace MLSeq.Tests.Networks.Heads;

/// <summary>The engine's recursions against sums over all paths.</summary>
public class LinearChainTests
{
    public static TheoryData<int, int[], bool> Cases => new()
    {
        { 3, [4, 4, 3, 1], false },
        { 3, [5, 2, 1], true },
        { 2, [7], false },
        { 17, [2, 2, 1], false },
        { 9, [3, 1], true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_gradients_marginals_and_best_path_are_those_over_all_paths(int size, int[] lengths, bool someUnknown)
    {
        var sample = new Sample(size, lengths, someUnknown, seed: 5);
        var emissions = Scalars(sample.Emissions.Span);
        var (transitions, start, end) = (Scalars(sample.Transitions.Values), Scalars(sample.Start.Values), Scalars(sample.End.Values));
        var reference = new ReferenceChain(transitions, start, end);
        var (expected, marginals, best) = ((Scalar)0, new double[emissions.Length], new int[sample.Batch.Total]);
        for (var r = 0; r < lengths.Length; r++)
        {
            var places = Enumerable.Range(0, lengths[r]).Select(t => sample.Batch.Offset(t) + r).ToArray();
            Scalar[][] row = [.. places.Select(p => emissions[(p * size)..((p + 1) * size)])];
            var weight = places.Max(p => sample.Weights[p]);
            expected += (double)weight * reference.Loss(row, [.. places.Select(p => sample.Weights[p] > 0 ? (int)sample.Labels[p] : -1)]);
            foreach (var (p, values) in places.Zip(reference.Marginals(row)))
            {
                values.CopyTo(marginals, p * size);
            }

            foreach (var (p, y) in places.Zip(reference.Best(row)))
            {
                best[p] = y;
            }
        }

        expected.TraceBack();
        var gradient = new Matrix();
        var loss = sample.Chain.Differentiate(sample.Batch, sample.Emissions, sample.Labels, sample.Weights, 0.25f, gradient);

        Close.To([expected.Value], [(float)loss], "loss");
        Close.To(Gradients(emissions), gradient.Span, "emissions");
        foreach (var (name, values) in new[] { ("transitions", transitions), ("start", start), ("end", end) })
        {
            Close.To(Gradients(values), sample.Chain.DenseGradients.Single(g => g.Parameter.Name == $"crf.{name}").Values, name);
        }

        var path = new int[sample.Batch.Total];
        sample.Chain.Decode(sample.Batch, sample.Emissions, path);
        Assert.Equal(best, path);
        var (measured, right) = sample.Chain.Measure(sample.Batch, sample.Emissions, sample.Labels, sample.Weights);
        Close.To([expected.Value], [(float)measured], "loss");
        Assert.Equal(Enumerable.Range(0, path.Length).Where(p => path[p] == sample.Labels[p]).Sum(p => sample.Weights[p]), right, 1e-6);
        sample.Chain.Marginals(sample.Batch, sample.Emissions);
        Close.To(marginals, sample.Emissions.Span, "marginals");
    }

    [Fact]
    public void The_references_gradients_are_finite_differences()
    {
        const double Step = 1e-5;
        var random = new Random(3);
        Scalar[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (Scalar)((2 * random.NextDouble()) - 1))];
        Scalar[][] parameters = [Draw(9), Draw(3), Draw(3), Draw(12)];
        Scalar Loss() => new ReferenceChain(parameters[0], parameters[1], parameters[2]).Loss(parameters[3].Chunk(3).ToArray(), [1, -1, 0, 2]);
        var loss = Loss();
        loss.TraceBack();
        foreach (var values in parameters)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var here = values[i];
                values[i] = here.Value + Step;
                var above = Loss().Value;
                values[i] = here.Value - Step;
                var below = Loss().Value;
                values[i] = here;
                Assert.Equal((above - below) / (2 * Step), here.Gradient, 1e-8);
            }
        }
    }

    [Fact]
    public void Thousands_of_steps_and_large_scores_lose_no_accuracy()
    {
        var sample = new Sample(4, [3000], someUnknown: false, seed: 9);
        Vectors.Scale(20, sample.Emissions.Span);
        var gradient = new Matrix();
        var loss = sample.Chain.Differentiate(sample.Batch, sample.Emissions, sample.Labels, sample.Weights, 1, gradient);

        // alpha in double precision, with log Z - s(y) as the loss.
        var (logZ, score) = LogZ(sample);
        Close.To([(logZ - score) * sample.Weights[0]], [(float)loss], "loss");
        sample.Chain.Marginals(sample.Batch, sample.Emissions);
        for (var t = 0; t < 3000; t++)
        {
            Assert.Equal(1, sample.Emissions.Row(t).ToArray().Sum(), 1e-5);
            Assert.Equal(0, gradient.Row(t).ToArray().Sum(), 1e-5);
        }
    }

    [Fact]
    public void What_is_impossible_never_comes()
    {
        var sample = new Sample(4, [50, 20, 1], someUnknown: false, seed: 4);
        for (var i = 0; i < 4; i++)
        {
            sample.Transitions.Values[(i * 4) + 2] = i == 1 ? 3 : LinearChain.Impossible;
        }

        sample.Start.Values[2] = LinearChain.Impossible;
        sample.Chain.Prepare();
        var path = new int[sample.Batch.Total];
        sample.Chain.Decode(sample.Batch, sample.Emissions, path);
        var places = Enumerable.Range(0, 50).Select(t => sample.Batch.Offset(t)).ToArray();
        Assert.Contains(2, places.Select(p => path[p]));
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(path[pair.Second] != 2 || path[pair.First] == 1));
        sample.Chain.Marginals(sample.Batch, sample.Emissions);
        Assert.Equal(0, sample.Emissions.Row(0)[2]);
        Assert.All(sample.Emissions.Span.ToArray(), p => Assert.InRange(p, 0, 1.00001f));
    }

    [Fact]
    public void Sequences_without_a_known_label_teach_nothing()
    {
        var sample = new Sample(3, [4, 2], someUnknown: false, seed: 1);
        var gradient = new Matrix();
        Assert.Equal(0, sample.Chain.Differentiate(sample.Batch, sample.Emissions, sample.Labels, new float[6], 1, gradient));
        Assert.All(gradient.Span.ToArray(), g => Assert.Equal(0, g));
        Assert.All(sample.Chain.DenseGradients, g => Assert.All(g.Values.ToArray(), v => Assert.Equal(0, v)));
    }

    private static (double LogZ, double Score) LogZ(Sample sample)
    {
        var (size, length) = (sample.Start.Columns, sample.Batch.Total);
        var alpha = new double[size];
        var score = 0d;
        for (var t = 0; t < length; t++)
        {
            var e = sample.Emissions.Row(t).ToArray();
            var before = alpha;
            alpha = [.. Enumerable.Range(0, size).Select(j => e[j] + (t == 0
                ? sample.Start.Values[j]
                : LogSum(Enumerable.Range(0, size).Select(i => before[i] + sample.Transitions.Values[(i * size) + j]))))];
            var y = (int)sample.Labels[t];
            score += e[y] + (t == 0 ? sample.Start.Values[y] : sample.Transitions.Values[((int)sample.Labels[t - 1] * size) + y]);
        }

        return (LogSum(alpha.Select((a, j) => a + sample.End.Values[j])), score + sample.End.Values[(int)sample.Labels[length - 1]]);
    }

    private static double LogSum(IEnumerable<double> terms)
    {
        var max = terms.Max();
        return max + Math.Log(terms.Sum(x => Math.Exp(x - max)));
    }

    private static Scalar[] Scalars(ReadOnlySpan<float> values) => [.. values.ToArray().Select(v => (Scalar)v)];

    private static double[] Gradients(Scalar[] values) => [.. values.Select(v => 0.25 * v.Gradient)];

    private sealed class Sample
    {
        private readonly Dictionary<string, Parameter> _parameters = [];

        public Sample(int size, int[] lengths, bool someUnknown, int seed)
        {
            var random = new SeededRandom(seed);
            Batch.Pack([.. lengths.Select(length => new SequenceExample { Ids = new int[length] })]);
            Emissions.Resize(Batch.Total, size);
            random.Uniform(Emissions.Span, 2);
            Chain = new("crf", size, (name, rows, columns, _, _) =>
            {
                var parameter = _parameters[name] = new(name, rows, columns);
                random.Uniform(parameter.Values, 1.5);
                return parameter;
            });
            Chain.Prepare();
            Labels = [.. Enumerable.Range(0, Batch.Total).Select(_ => (float)random.Next(size))];
            Weights = new float[Batch.Total];
            for (var r = 0; r < lengths.Length; r++)
            {
                for (var t = 0; t < lengths[r]; t++)
                {
                    Weights[Batch.Offset(t) + r] = someUnknown && (t + r) % 2 == 1 ? 0 : 0.5f + r;
                }
            }
        }

        public PackedBatch Batch { get; } = new(new(0, EachStep: true, 0));

        public Matrix Emissions { get; } = new();

        public LinearChain Chain { get; }

        public float[] Labels { get; }

        public float[] Weights { get; }

        public Parameter Transitions => _parameters["crf.transitions"];

        public Parameter Start => _parameters["crf.start"];

        public Parameter End => _parameters["crf.end"];
    }
}
