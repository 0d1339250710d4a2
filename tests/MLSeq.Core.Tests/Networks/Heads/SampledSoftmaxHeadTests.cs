using MLSeq.Networks.Heads;
using MLSeq.Numerics;
using MLSeq.Tests.Networks.Reference;

namespace MLSeq.Tests.Networks.Heads;

public class SampledSoftmaxHeadTests
{
    private const int Classes = 40;
    private const int Size = 7;
    private const int Samples = 12;

    [Theory]
    [InlineData(new[] { 0, 1, 39, 5, -1, 2, 2, 17 })]
    [InlineData(new[] { 38 })]
    [InlineData(new[] { -1, 0 })]
    public void Loss_and_gradients_are_the_references(int[] labels)
    {
        var run = Run(labels);

        // Some labels are among the candidates and some are not.
        Assert.NotEmpty(Candidates(Samples));
        run.AssertGradients(Loss(run, Samples), seed: 6);
    }

    [Fact]
    public void The_references_gradients_are_finite_differences() => Run([0, 7, 15]).AssertFiniteDifferences(run => Loss(run, Samples));

    [Fact]
    public void With_samples_without_end_it_is_the_full_softmax()
    {
        var run = Run([0, 1, 39, 5, -1, 2], samples: 20_000);
        run.AssertGradients(Scalar.Sum(run.Answers.Select(a => -1.5 * HeadRun.LogSoftmax(run.Linear("output", a.State), a.Label))), seed: 6);
    }

    [Fact]
    public void Few_samples_give_the_full_softmaxs_gradient_on_average()
    {
        var run = Run([0, 3, 30], samples: 60);
        var full = Scalar.Sum(run.Answers.Select(a => -1.5 * HeadRun.LogSoftmax(run.Linear("output", a.State), a.Label)));
        full.TraceBack();
        var mean = new double[run.States.Span.Length];
        for (var n = 0; n < 2000; n++)
        {
            run.Head.Differentiate(run.Batch, run.States, 1, new SeededRandom(n), out var gradient);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += gradient.Span[i] / 2000.0;
            }
        }

        var error = Math.Sqrt(mean.Select((m, i) => Math.Pow(m - run.ScalarStates[i].Gradient, 2)).Sum());
        var length = Math.Sqrt(run.ScalarStates.Sum(s => s.Gradient * s.Gradient));
        Assert.True(error < 0.05 * length, $"{error} of {length}");
    }

    [Fact]
    public void Scoring_and_measuring_are_over_all_classes()
    {
        var run = Run([0, 7, -1, 22]);
        var full = Scalar.Sum(run.Answers.Select(a => -1.5 * HeadRun.LogSoftmax(run.Linear("output", a.State), a.Label)));

        var (loss, _) = run.Head.Measure(run.Batch, run.States);
        var outputs = run.Head.Forward(run.Batch, run.States);
        run.Head.Activate(run.Batch, outputs);

        Assert.Equal(full.Value, loss, 1e-4 * loss);
        Assert.Equal(full.Value, new[] { (0, 0), (1, 7), (3, 22) }.Sum(a => -1.5 * Math.Log(outputs.Row(a.Item1)[a.Item2])), 1e-4 * loss);
    }

    [Fact]
    public void Classes_are_proposed_with_their_probabilities()
    {
        var proposal = new LogUniformProposal(Classes);
        var random = new SeededRandom(2);
        var counts = new int[Classes];
        for (var n = 0; n < 100_000; n++)
        {
            counts[proposal.Draw(random)]++;
        }

        Assert.Equal(1, Enumerable.Range(0, Classes).Sum(proposal.Probability), 1e-12);
        Assert.All(Enumerable.Range(0, Classes), k => Assert.Equal(proposal.Probability(k), counts[k] / 100_000.0, 5 * Math.Sqrt(proposal.Probability(k) / 100_000)));
        Assert.Equal(Math.Log(1 - Math.Pow(1 - proposal.Probability(3), 9)), proposal.LogInclusion(3, 9), 1e-12);
    }

    private static HeadRun Run(int[] labels, int samples = Samples) =>
        new(source => new SampledSoftmaxHead("output", Size, Classes, samples, true, source), labels, Size);

    private static HashSet<int> Candidates(int samples)
    {
        var proposal = new LogUniformProposal(Classes);
        var random = new SeededRandom(6);
        return [.. Enumerable.Range(0, samples).Select(_ => proposal.Draw(random))];
    }

    private static Scalar Loss(HeadRun run, int samples)
    {
        var proposal = new LogUniformProposal(Classes);
        var candidates = Candidates(samples);
        Scalar Score(Scalar[] all, int k) => all[k] - proposal.LogInclusion(k, samples);
        return Scalar.Sum(run.Answers.Select(a =>
        {
            var all = run.Linear("output", a.State);
            Scalar[] z = [Score(all, a.Label), .. candidates.Where(k => k != a.Label).Select(k => Score(all, k))];
            return -1.5 * HeadRun.LogSoftmax(z, 0);
        }));
    }
}
