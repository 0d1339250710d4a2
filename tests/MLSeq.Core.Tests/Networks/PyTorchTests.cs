using MLSeq.Numerics;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

/// <summary>The engine against numbers recorded from PyTorch.</summary>
public class PyTorchTests
{
    [Theory]
    [InlineData("last")]
    [InlineData("last-2-bidirectional")]
    [InlineData("mean-2-bidirectional")]
    [InlineData("max-bidirectional")]
    [InlineData("attention-2-bidirectional")]
    [InlineData("frames")]
    [InlineData("gru-2-bidirectional")]
    [InlineData("rnn-2-bidirectional")]
    [InlineData("rnnrelu-2-bidirectional")]
    public void Outputs_loss_and_gradients_are_PyTorchs(string name)
    {
        var fixture = new Fixture(name);

        var run = new EngineRun(fixture.Network, fixture.Rows(fixture.Json["batch"]!));

        Close.To(Fixture.Numbers(fixture.Json["outputs"]!), run.Outputs, "output");
        Close.To([(double)fixture.Json["loss"]!], [(float)run.Loss], "loss");
        foreach (var parameter in fixture.Network.Parameters)
        {
            Close.To(Fixture.Numbers(fixture.Json["gradients"]![parameter.Name]!), run.Gradients[parameter.Name], parameter.Name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Clipped_Adam_steps_are_PyTorchs(int threads)
    {
        var fixture = new Fixture("adam");
        using var team = new WorkerTeam(threads);
        var options = new SequenceTrainerOptions { LearningRate = (float)fixture.Json["rate"]!, ClipNorm = (float)fixture.Json["clip"]! };
        var step = new TrainingStep(fixture.Network, options, team);
        var losses = new List<float>();

        foreach (var batch in fixture.Json["batches"]!.AsArray())
        {
            var (loss, weight) = step.Learn(new ExampleBatch(fixture.Network.Shape) { Examples = fixture.Rows(batch!).OrderByDescending(r => r.Ids!.Length).ToArray() });
            losses.Add((float)(loss / weight));
        }

        Close.To(Fixture.Numbers(fixture.Json["losses"]!), losses.ToArray(), "loss");
        foreach (var parameter in fixture.Network.Parameters)
        {
            Close.To(Fixture.Numbers(fixture.Json["trained"]![parameter.Name]!), parameter.Values, parameter.Name);
        }
    }
}
