using MLSeq.Networks;

namespace MLSeq.Tests.Networks;

public class WeightInitializationTests
{
    [Fact]
    public void Uniform_draws_all_parameters_in_the_range()
    {
        var network = Make(WeightInitialization.Uniform);

        foreach (var parameter in network.Parameters)
        {
            var values = parameter.Values.ToArray();
            Assert.All(values, v => Assert.InRange(v, -0.05f, 0.05f));
            Assert.True(values.Any(v => Math.Abs(v) > 0.01f), parameter.Name);
        }
    }

    [Fact]
    public void Glorot_bounds_each_gate_by_its_inputs_and_outputs()
    {
        var network = Make(WeightInitialization.Glorot);

        var weights = network.Parameters.Single(p => p.Name == "lstm1.weights").Values.ToArray();
        var limit = MathF.Sqrt(6f / (8 + 16));
        Assert.All(weights, v => Assert.InRange(v, -limit, limit));
        Assert.True(weights.Max() > 0.9f * limit);
    }

    [Fact]
    public void Orthogonal_makes_each_gates_recurrent_matrix_so()
    {
        var network = Make(WeightInitialization.Orthogonal);

        var recurrent = network.Parameters.Single(p => p.Name == "lstm1.recurrent");
        for (var gate = 0; gate < 4; gate++)
        {
            for (var i = 0; i < 16; i++)
            {
                for (var j = 0; j < 16; j++)
                {
                    var (a, b) = (Row(recurrent, (gate * 16) + i), Row(recurrent, (gate * 16) + j));
                    Assert.Equal(i == j ? 1 : 0, a.Zip(b, (x, y) => (double)x * y).Sum(), 5);
                }
            }
        }
    }

    private static float[] Row(Parameter parameter, int row) => parameter.Values.Slice(row * parameter.Columns, parameter.Columns).ToArray();

    private static SequenceNetwork Make(WeightInitialization initialization) => new(
        new() { VocabularySize = 30, EmbeddingSize = 8, HiddenSize = 16, OutputSize = 3, Initialization = initialization, InitRange = 0.05f }, seed: 1);
}
