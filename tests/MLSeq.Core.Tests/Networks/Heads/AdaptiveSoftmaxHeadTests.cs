using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Networks.Heads;
using MLSeq.Tests.Networks.Reference;

namespace MLSeq.Tests.Networks.Heads;

public class AdaptiveSoftmaxHeadTests
{
    private const int Classes = 23;
    private static readonly int[] Cutoffs = [5, 11];

    [Theory]
    [InlineData(new[] { 0, 4, 5, 10, 11, 22, -1, 3, 17 })]
    [InlineData(new[] { 0, 1, -1 })]
    [InlineData(new[] { 12 })]
    public void Loss_and_gradients_are_the_references(int[] labels)
    {
        var run = Run(labels);
        run.AssertGradients(Loss(run), seed: 1);
    }

    [Fact]
    public void The_references_gradients_are_finite_differences() => Run([0, 7, 15]).AssertFiniteDifferences(Loss);

    [Fact]
    public void Outputs_are_the_references_probabilities_and_sum_to_one()
    {
        var run = Run([0, 7, 15, 22]);

        var outputs = run.Head.Forward(run.Batch, run.States);
        run.Head.Activate(run.Batch, outputs);

        for (var r = 0; r < 4; r++)
        {
            var state = run.ScalarStates.Chunk(run.States.Columns).ElementAt(r);
            Close.To([.. Enumerable.Range(0, Classes).Select(y => Math.Exp(LogProbability(run, state, y).Value))], outputs.Row(r), $"row {r}");
            Assert.Equal(1, outputs.Row(r).ToArray().Sum(), 1e-5);
        }
    }

    [Fact]
    public void Measuring_gives_the_loss_and_the_share_of_likeliest_labels()
    {
        // More answers than are measured at a time.
        var run = Run([.. Enumerable.Range(0, 100).Select(i => i % 7 == 0 ? -1 : i % Classes)]);
        var outputs = run.Head.Forward(run.Batch, run.States);
        var right = Enumerable.Range(0, 100).Count(r => run.Labels[r] >= 0 && outputs.Row(r).ToArray() is var row && row[run.Labels[r]] == row.Max());

        var (loss, weight) = run.Head.Measure(run.Batch, run.States);

        Assert.Equal(Loss(run).Value, loss, 1e-4 * loss);
        Assert.Equal(1.5 * right, weight, 1e-9);
        Assert.True(right > 0);
    }

    [Fact]
    public void Loss_and_gradients_are_PyTorchs()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Fixtures", "adaptive-softmax.json")))!;
        var run = Run(json["labels"]!.Deserialize<int[]>()!);
        Fixture.Numbers(json["states"]!).Select(v => (float)v).ToArray().CopyTo(run.States.Span);
        foreach (var parameter in run.Parameters)
        {
            // PyTorch's clusters have no biases.
            parameter.Values.Clear();
            (json["parameters"]![parameter.Name] is { } values ? Fixture.Numbers(values).Select(v => (float)v).ToArray() : []).CopyTo(parameter.Values);
        }

        var loss = run.Head.Differentiate(run.Batch, run.States, 1 / 1.5f, null, out var statesGradient);

        Close.To([(double)json["loss"]!], [(float)(loss / 1.5)], "loss");
        Close.To(Fixture.Numbers(json["statesGradient"]!), statesGradient.Span, "states");
        var gradients = run.Head.Layers.SelectMany(l => l.DenseGradients).ToDictionary(g => g.Parameter.Name);
        foreach (var (name, expected) in json["gradients"]!.AsObject())
        {
            Close.To(Fixture.Numbers(expected!), gradients[name].Values, name);
        }
    }

    private static HeadRun Run(int[] labels) => new(source => new AdaptiveSoftmaxHead("output", 19, Classes, Cutoffs, true, source), labels, 19);

    private static Scalar Loss(HeadRun run) => Scalar.Sum(run.Answers.Select(a => -1.5 * LogProbability(run, a.State, a.Label)));

    private static Scalar LogProbability(HeadRun run, Scalar[] state, int label)
    {
        var head = run.Linear("output", state);
        var cluster = Cutoffs.Count(c => c <= label);
        if (cluster == 0)
        {
            return HeadRun.LogSoftmax(head, label);
        }

        var tail = run.Linear($"output{cluster}", run.Linear($"output{cluster}.projection", state));
        return HeadRun.LogSoftmax(head, Cutoffs[0] + cluster - 1) + HeadRun.LogSoftmax(tail, label - Cutoffs[cluster - 1]);
    }
}
