using System.Globalization;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.Training;

public class OptimizerTests
{
    [Theory]
    [InlineData("sgd")]
    [InlineData("sgd-rows")]
    [InlineData("sgd-momentum")]
    [InlineData("sgd-nesterov")]
    [InlineData("adagrad")]
    [InlineData("adagrad-rows")]
    [InlineData("rmsprop")]
    [InlineData("rmsprop-momentum")]
    [InlineData("adam-decay")]
    [InlineData("adamw")]
    [InlineData("clip-value")]
    [InlineData("clip-both")]
    public void Steps_are_PyTorchs(string name)
    {
        var fixture = new Fixture($"optimizers/{name}");
        var options = new SequenceTrainerOptions { ClipNorm = 0 };
        foreach (var (setting, value) in fixture.Json["settings"]!.AsObject())
        {
            var property = typeof(SequenceTrainerOptions).GetProperty(setting)!;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            property.SetValue(options, type.IsEnum
                ? Enum.Parse(type, (string)value!)
                : Convert.ChangeType(value!.ToString(), type, CultureInfo.InvariantCulture));
        }

        using var team = new WorkerTeam(2);
        var step = new TrainingStep(fixture.Network, options, team);
        var losses = new List<float>();
        foreach (var batch in fixture.Json["batches"]!.AsArray())
        {
            var rows = fixture.Rows(batch!).OrderByDescending(r => r.LengthIn(fixture.Network.FrameSize)).ToArray();
            var (loss, weight) = step.Learn(new ExampleBatch(fixture.Network.Shape) { Examples = rows });
            losses.Add((float)(loss / weight));
        }

        Close.To(Fixture.Numbers(fixture.Json["losses"]!), losses.ToArray(), "loss");
        foreach (var parameter in fixture.Network.Parameters)
        {
            Close.To(Fixture.Numbers(fixture.Json["trained"]![parameter.Name]!), parameter.Values, parameter.Name);
        }
    }

    [Theory]
    [InlineData(Optimizer.Sgd, 0.9f)]
    [InlineData(Optimizer.AdaGrad, 0f)]
    [InlineData(Optimizer.RmsProp, 0.5f)]
    [InlineData(Optimizer.Adam, 0f)]
    [InlineData(Optimizer.AdamW, 0f)]
    public void Embeddings_rest_while_their_tokens_are_not_in_the_batch(Optimizer optimizer, float momentum)
    {
        var network = new SequenceNetwork(new() { VocabularySize = 10, EmbeddingSize = 3, HiddenSize = 4, OutputSize = 2 }, 1);
        using var team = new WorkerTeam(2);
        var step = new TrainingStep(network, new() { Optimizer = optimizer, Momentum = momentum, WeightDecay = 0.1f }, team);
        var before = network.Embedding.Values.ToArray();
        void Learn(params int[] ids) => step.Learn(new ExampleBatch(network.Shape) { Examples = new[] { new SequenceExample { Ids = ids, Label = 1 } } });

        Learn(1, 2);
        var after = network.Embedding.Values.ToArray();
        Learn(3);

        Assert.Equal(after.AsSpan(3, 6), network.Embedding.Values.Slice(3, 6));
        Assert.NotEqual(before[3..9], after[3..9]);
        Assert.NotEqual(after[9..12], network.Embedding.Values[9..12].ToArray());
        Assert.Equal(before.AsSpan(12), network.Embedding.Values[12..]);
    }
}
