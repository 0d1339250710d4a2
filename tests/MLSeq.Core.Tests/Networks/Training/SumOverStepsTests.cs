using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.Training;

public class SumOverStepsTests
{
    [Fact]
    public void The_sum_over_six_steps_moves_plain_SGD_six_times_as_far_as_the_mean()
    {
        var sum = Trained(sums: true, rate: 0.01f);
        var mean = Trained(sums: false, rate: 0.06f);
        var meanOfTheSameRate = Trained(sums: false, rate: 0.01f);

        Close.To([.. mean.Select(v => (double)v)], sum, "weight");
        Assert.NotEqual(meanOfTheSameRate, sum);
    }

    private static float[] Trained(bool sums, float rate)
    {
        var network = new SequenceNetwork(
            new() { VocabularySize = 9, EmbeddingSize = 4, HiddenSize = 5, Pooling = SequencePooling.None, OutputSize = 3 }, seed: 2);
        using var team = new WorkerTeam(2);
        var step = new TrainingStep(network, new() { Optimizer = Optimizer.Sgd, LearningRate = rate, SumOverSteps = sums, ClipNorm = 0 }, team);
        var random = new SeededRandom(4);
        SequenceExample[] rows = [.. Enumerable.Range(0, 4).Select(_ => new SequenceExample
        {
            Ids = [.. Enumerable.Range(0, 6).Select(_ => random.Next(9))],
            StepLabels = [.. Enumerable.Range(0, 6).Select(_ => random.Next(3))],
        })];
        for (var i = 0; i < 3; i++)
        {
            step.Learn(new ExampleBatch(network.Shape) { Examples = rows });
        }

        return [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
    }
}
