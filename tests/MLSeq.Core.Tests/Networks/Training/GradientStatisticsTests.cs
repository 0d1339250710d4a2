using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks.Training;

public class GradientStatisticsTests
{
    private const int Length = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Norms_are_those_of_the_parameters_and_states(int threads)
    {
        var network = new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, Layers = 2, OutputSize = 3 }, 1);
        var rows = Rows();
        var expected = new EngineRun(network, rows).Gradients.ToDictionary(g => g.Key, g => Math.Sqrt(g.Value.Sum(v => (double)v * v)), StringComparer.Ordinal);
        var lastState = LastStateGradient(network, rows);

        var first = Train(network, rows, threads)[0];

        Assert.Equal((1, 1L, 0.5f), (first.Epoch, first.Step, first.LearningRate));
        Assert.Equal(network.Parameters.Select(p => p.Name).Order(), first.Parameters.Select(p => p.Name).Order());
        Assert.All(first.Parameters, p => Assert.Equal(expected[p.Name], p.Norm, 1e-4 * expected[p.Name]));
        Assert.Equal(Math.Sqrt(expected.Values.Sum(norm => norm * norm)), first.Norm, 1e-4 * first.Norm);
        Assert.Equal([Length, Length], first.StateNorms.Select(layer => layer.Count));
        Assert.Equal(lastState, first.StateNorms[1][^1], 1e-4 * lastState);
    }

    [Fact]
    public void Weight_norms_are_those_after_the_step()
    {
        var network = new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, OutputSize = 3 }, 1);
        var last = Train(network, Rows(), 1)[^1];

        Assert.All(last.Parameters, p => Assert.Equal(
            Math.Sqrt(network.Parameters.First(q => q.Name == p.Name).Values.ToArray().Sum(v => (double)v * v)), p.WeightNorm, 1e-5));
    }

    [Theory]
    [InlineData(0.3f, true)]
    [InlineData(2f, false)]
    public void Vanishing_and_exploding_gradients_show(float scale, bool vanish)
    {
        // A rectified state that only goes on is multiplied by the scale at each step.
        var network = new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, Cell = RecurrentCell.RnnRelu, OutputSize = 3 }, 1);
        var recurrent = network.Parameters.First(p => p.Name.EndsWith(".recurrent", StringComparison.Ordinal)).Values;
        recurrent.Clear();
        for (var unit = 0; unit < 4; unit++)
        {
            recurrent[unit * 5] = scale;
        }

        network.Parameters.First(p => p.Name.EndsWith("1.bias", StringComparison.Ordinal)).Values.Fill(5);

        var norms = Train(network, Rows(), 1)[0].StateNorms[0];

        Assert.All(norms.Zip(norms.Skip(1)), pair => Assert.Equal(scale, pair.First / pair.Second, 1e-3));
        Assert.Equal(vanish, norms[0] < norms[^1]);
    }

    [Fact]
    public void A_cosine_reaches_nothing_with_the_last_step()
    {
        var network = new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, OutputSize = 3 }, 1);
        var rates = Train(network, Rows(), 1, new() { Schedule = LearningRateSchedule.Cosine, WarmupSteps = 2, Epochs = 5, BatchSize = 2 }).Select(s => s.LearningRate).ToList();

        // 5 epochs of 3 steps; 2 of them warm up.
        Assert.Equal(15, rates.Count);
        Assert.Equal(0.25f, rates[0]);
        Assert.Equal(0.5f, rates[2]);
        Assert.Equal(0.25 * (1 + Math.Cos(Math.PI * 12 / 13)), rates[^1], 1e-6);
        Assert.Equal(rates.Skip(2).OrderDescending(), rates.Skip(2));
    }

    [Fact]
    public void Progress_has_the_last_learning_rate_and_the_largest_norm_since_the_report_before()
    {
        var (steps, last) = (new List<GradientStatistics>(), new GradientStatistics(0, 0, 0, 0, 0, [], []));
        var reports = 0;
        var options = new SequenceTrainerOptions { Epochs = 3, BatchSize = 2, Decay = 0.5f, ValidationFraction = 0, GradientStatistics = new Collector(steps) };
        options.Progress = new Watch(progress =>
        {
            Assert.Equal(steps[^1].LearningRate, progress.LearningRate);
            Assert.Equal(steps.SkipWhile(step => step.Step <= last.Step).Max(step => step.Norm), progress.GradientNorm);
            (last, reports) = (steps[^1], reports + 1);
        });

        new SequenceTrainer(new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, OutputSize = 3 }, 1), options).Fit(Rows);

        Assert.True(reports >= 3);
    }

    private static SequenceExample[] Rows()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 6).Select(_ => new SequenceExample
        {
            Frames = [.. Enumerable.Range(0, 2 * Length).Select(_ => random.NextSingle() - 0.5f)],
            Label = random.Next(3),
        })];
    }

    private static List<GradientStatistics> Train(SequenceNetwork network, SequenceExample[] rows, int threads, SequenceTrainerOptions? options = null)
    {
        var statistics = new List<GradientStatistics>();
        options ??= new() { Epochs = 2, ClipNorm = 1e-3f };
        (options.Optimizer, options.LearningRate, options.Threads) = (Optimizer.Sgd, 0.5f, threads);
        (options.ValidationFraction, options.GradientStatistics) = (0, new Collector(statistics));
        new SequenceTrainer(network, options).Fit(() => rows);
        return statistics;
    }

    /// <summary>The norm over all rows of dL/dh at the last step: the output's error, through its weights.</summary>
    private static double LastStateGradient(SequenceNetwork network, SequenceExample[] rows)
    {
        var outputs = new float[rows.Length * 3];
        network.CreateScorer().Score(rows, outputs);
        var weights = network.Parameters.First(p => p.Name == "output.weights").Values.ToArray();
        var squares = 0d;
        for (var row = 0; row < rows.Length; row++)
        {
            for (var unit = 0; unit < 4; unit++)
            {
                var sum = Enumerable.Range(0, 3).Sum(c => (outputs[(row * 3) + c] - (c == (int)rows[row].Label ? 1 : 0)) * (double)weights[(c * 4) + unit]);
                squares += sum * sum / (rows.Length * rows.Length);
            }
        }

        return Math.Sqrt(squares);
    }

    private sealed class Collector(List<GradientStatistics> statistics) : IProgress<GradientStatistics>
    {
        public void Report(GradientStatistics value) => statistics.Add(value);
    }

    private sealed class Watch(Action<TrainingProgress> look) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => look(value);
    }
}
