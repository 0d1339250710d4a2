using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Networks;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Training;
using MLSeq.Numerics;
using MLSeq.Tests.Networks.Reference;

namespace MLSeq.Tests.Networks.Heads;

/// <summary>The engine's recursions against sums over all paths, and against PyTorch.</summary>
public class CtcLossTests
{
    public static TheoryData<int, int, int[]> Cases => new()
    {
        { 1, 2, [] },
        { 1, 2, [1] },
        { 4, 3, [1, 2] },
        { 5, 3, [1, 1] },
        { 3, 3, [2, 2] },
        { 6, 3, [2, 1, 2] },
        { 4, 4, [3] },
        { 5, 3, [] },
        { 7, 2, [1, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_are_those_over_all_paths(int steps, int classes, int[] labels)
    {
        var (batch, outputs) = Batch(classes, 0.75f, (steps, labels));
        Scalar[] z = [.. outputs.Span.ToArray().Select(v => (Scalar)v)];
        var paths = Paths(steps, classes).Where(path => Read(path).SequenceEqual(labels));
        var probability = Scalar.Sum(paths.Select(path => Scalar.Exp(Scalar.Sum(path.Select((k, t) => HeadRun.LogSoftmax(z[(t * classes)..((t + 1) * classes)], k))))));
        var expected = (Scalar)0 - Scalar.Log(probability);
        expected.TraceBack();

        var loss = new CtcLoss();
        Precisely([expected.Value], [(float)(loss.Measure(batch, outputs) / 0.75)], 1e-5);
        Precisely([expected.Value], [(float)(loss.Differentiate(batch, outputs, 0.5f) / 0.75)], 1e-5);
        Precisely([.. z.Select(v => 0.5 * 0.75 * v.Gradient)], outputs.Span.ToArray(), 1e-5);
    }

    [Fact]
    public void Losses_and_gradients_are_PyTorchs()
    {
        foreach (var node in JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Fixtures", "ctc.json")))!.AsArray())
        {
            var (steps, labels) = (node!["steps"].Deserialize<int[]>()!, node["labels"].Deserialize<int[][]>()!);
            var (classes, weights) = ((int)node["classes"]!, node["weights"].Deserialize<float[]>()!);
            var batch = new PackedBatch(new(1, EachStep: true, 0, HasTranscripts: true));
            batch.Pack([.. steps.Select((t, r) => new SequenceExample { Frames = new float[t], Transcript = labels[r], Weight = weights[r] })]);
            var outputs = new Matrix().Resize(batch.Total, classes);
            var logits = node["logits"].Deserialize<float[][]>()!;
            ForEachStep(batch, (r, t, p) => logits[r].AsSpan(t * classes, classes).CopyTo(outputs.Row(p)));

            var losses = node["losses"].Deserialize<double[]>()!;
            var loss = new CtcLoss().Differentiate(batch, outputs, 1);
            Assert.Equal(1, loss / losses.Zip(weights, (l, w) => l * w).Sum(), 1e-6);
            var gradients = node["gradients"].Deserialize<double[][]>()!;
            ForEachStep(batch, (r, t, p) => Precisely(gradients[r][(t * classes)..((t + 1) * classes)], outputs.Row(p).ToArray(), 1e-5));
        }
    }

    [Fact]
    public void Labels_that_do_not_fit_their_steps_are_not_counted()
    {
        // Two equal labels need a step between them: [1, 1] takes 3, [1, 2, 2] takes 4.
        var (batch, outputs) = Batch(3, 1, (3, [1, 2, 2]), (2, [1, 1]), (2, [1, 2]));
        Assert.Equal([0f, 0, 1], batch.Weights[..3].ToArray());
        var loss = new CtcLoss().Differentiate(batch, outputs, 1);
        Assert.True(double.IsFinite(loss) && loss > 0);
        ForEachStep(batch, (r, _, p) => Assert.Equal(r == 2, outputs.Row(p).ToArray().Any(g => g != 0)));
        var shape = batch.Shape;
        Assert.Equal(0, new SequenceExample { Frames = new float[2], Transcript = [1, 1] }.WeightIn(shape));
        Assert.Equal(4, new SequenceExample { Frames = new float[3], Transcript = [1, 1], Weight = 2 }.WeightIn(shape));
        Assert.Equal(1, new SequenceExample { Frames = new float[3], Transcript = [] }.WeightIn(shape));
    }

    [Fact]
    public void Thousands_of_steps_and_large_scores_stay_finite()
    {
        var (batch, outputs) = Batch(20, 1, (3000, [.. Enumerable.Range(0, 300).Select(u => 1 + (u % 19))]));
        Vectors.Scale(30, outputs.Span);
        var loss = new CtcLoss().Differentiate(batch, outputs, 1);
        Assert.True(double.IsFinite(loss));
        for (var t = 0; t < 3000; t++)
        {
            Assert.Equal(0, outputs.Row(t).ToArray().Sum(), 1e-5);
        }
    }

    [Fact]
    public void A_network_learns_labels_whose_times_it_is_not_told()
    {
        // Each of the symbols 1 to 3 sounds for two or three steps, after noise.
        var random = new SeededRandom(3);
        SequenceExample Draw()
        {
            int[] labels = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => 1 + random.Next(3))];
            var frames = new List<float>();
            foreach (var label in labels)
            {
                for (var n = random.Next(2) + 1; n > 0; n--)
                {
                    frames.AddRange([0, 0, 0]);
                }

                for (var n = random.Next(2) + 2; n > 0; n--)
                {
                    frames.AddRange([label == 1 ? 1 : 0, label == 2 ? 1 : 0, label == 3 ? 1 : 0]);
                }
            }

            return new() { Frames = [.. frames.Select(f => f + (float)((random.NextDouble() - 0.5) * 0.4))], Transcript = labels };
        }

        SequenceExample[] rows = [.. Enumerable.Range(0, 400).Select(_ => Draw())];
        var network = new SequenceNetwork(
            new()
            {
                FrameSize = 3,
                Cell = RecurrentCell.Gru,
                HiddenSize = 12,
                Bidirectional = true,
                Pooling = SequencePooling.None,
                OutputSize = 4,
                Output = NetworkOutput.ConnectionistTemporalClassification,
            },
            seed: 1);
        var history = new SequenceTrainer(network, new() { Epochs = 25, LearningRate = 0.02f, BatchSize = 16, Threads = 1, Patience = 0 }).Fit(() => rows);
        Assert.InRange(history.Epochs[^1].ValidationAccuracy!.Value, 0.95, 1);

        // Scores are logarithms of probabilities.
        var output = new float[4 * rows[0].Frames!.Length / 3];
        network.CreateScorer().Score(rows[0].Frames, output);
        Assert.All(output.Chunk(4), y => Assert.Equal(1, y.Sum(v => Math.Exp(v)), 1e-5));
    }

    [Fact]
    public void Transcripts_and_options_that_make_no_sense_are_named()
    {
        var options = new SequenceNetworkOptions { FrameSize = 1, OutputSize = 3, Output = NetworkOutput.ConnectionistTemporalClassification };
        Assert.Contains("Pooling", Assert.Throws<ArgumentException>(() => new SequenceNetwork(options, 1)).Message);
        options.Pooling = SequencePooling.None;
        var network = new SequenceNetwork(options, 1);
        string Message(SequenceExample example) =>
            Assert.Throws<ArgumentException>(() => new SequenceTrainer(network, new() { Epochs = 1 }).Fit(() => [example])).Message;
        Assert.Contains("Row 0: it has no transcript", Message(new() { Frames = [1] }));
        Assert.Contains("label 1 of its transcript is 0", Message(new() { Frames = [1, 2, 3], Transcript = [1, 0] }));
        Assert.Contains("label 0 of its transcript is 3", Message(new() { Frames = [1], Transcript = [3] }));
    }

    private static (PackedBatch Batch, Matrix Outputs) Batch(int classes, float weight, params (int Steps, int[] Labels)[] rows)
    {
        var batch = new PackedBatch(new(1, EachStep: true, 0, HasTranscripts: true));
        batch.Pack([.. rows.Select(row => new SequenceExample { Frames = new float[row.Steps], Transcript = row.Labels, Weight = weight })]);
        var outputs = new Matrix().Resize(batch.Total, classes);
        new SeededRandom(7).Uniform(outputs.Span, 2);
        return (batch, outputs);
    }

    private static void ForEachStep(PackedBatch batch, Action<int, int, int> visit)
    {
        for (var r = 0; r < batch.Rows; r++)
        {
            for (var t = 0; t < batch.Lengths[r]; t++)
            {
                visit(r, t, batch.Offset(t) + r);
            }
        }
    }

    /// <summary>Within a tolerance of each value, or of the largest, since a gradient is a difference of probabilities.</summary>
    private static void Precisely(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, (tolerance * largest) + 1e-12));
    }

    private static IEnumerable<int[]> Paths(int steps, int classes) => steps == 0
        ? [[]]
        : Paths(steps - 1, classes).SelectMany(path => Enumerable.Range(0, classes).Select(k => (int[])[.. path, k]));

    private static IEnumerable<int> Read(int[] path) => path.Where((k, t) => k != 0 && (t == 0 || path[t - 1] != k));
}
