using MLSeq.Embeddings.Training.NeuralLanguageModel;
using MLSeq.Numerics;
using MLSeq.Tests.Networks;
using MLSeq.Tests.Numerics;

namespace MLSeq.Tests.Embeddings.Training.NeuralLanguageModel;

public class HistoryModelTests
{
    [Theory]
    [InlineData(7, 3, 2, 5, 4, 1)]
    [InlineData(29, 13, 3, 17, 11, 2)]
    [InlineData(5, 1, 1, 1, 1, 3)]
    public void Loss_and_gradients_equal_the_reference(int words, int dimensions, int history, int hidden, int count, int threads)
    {
        using var team = new WorkerTeam(threads);
        var model = Model(words, dimensions, history, hidden, team);
        var reference = new ReferenceHistoryModel(model, words, dimensions, history, hidden);
        var (histories, targets) = Batch(words, history, count);

        // The second time, what the first one left behind must not show.
        model.Propagate(histories, targets, count);
        var loss = model.Propagate(histories, targets, count);

        Assert.Equal(reference.Run(histories, targets), loss / count, 1e-5);
        for (var i = 0; i < reference.Gradients.Length; i++)
        {
            Close.To(reference.Gradients[i], model.Parameters[i].Gradient.Span, $"parameter {i}");
        }
    }

    [Fact]
    public void The_reference_equals_finite_differences()
    {
        using var team = new WorkerTeam(1);
        var model = Model(6, 2, 2, 3, team);
        var (histories, targets) = Batch(6, 2, 5);
        var reference = new ReferenceHistoryModel(model, 6, 2, 2, 3);
        reference.Run(histories, targets);
        for (var i = 0; i < reference.Parameters.Length; i++)
        {
            for (var j = 0; j < reference.Parameters[i].Length; j++)
            {
                Assert.Equal((Moved(i, j, 1e-5) - Moved(i, j, -1e-5)) / 2e-5, reference.Gradients[i][j], 1e-8);
            }
        }

        double Moved(int i, int j, double by)
        {
            var moved = new ReferenceHistoryModel(model, 6, 2, 2, 3);
            moved.Parameters[i][j] += by;
            return moved.Run(histories, targets);
        }
    }

    private static HistoryModel Model(int words, int dimensions, int history, int hidden, WorkerTeam team)
    {
        var model = new HistoryModel(words, new() { Dimensions = dimensions, History = history, HiddenSize = hidden }, team);
        var draw = new Draw(words);
        foreach (var parameter in model.Parameters)
        {
            draw.Values(parameter.Value.Length, 0.7f).CopyTo(parameter.Value.Span);
        }

        return model;
    }

    private static (int[] Histories, int[] Targets) Batch(int words, int history, int count)
    {
        var draw = new Draw(count);
        return ([.. Enumerable.Range(0, count * history).Select(_ => draw.Below(words + 1))], [.. Enumerable.Range(0, count).Select(_ => draw.Below(words))]);
    }
}
