using MLSeq.Embeddings.Training.NeuralLanguageModel;

namespace MLSeq.Tests.Embeddings.Training.NeuralLanguageModel;

/// <summary>Bengio's model in double, from its equations: one prediction at a time, with plain loops.</summary>
internal sealed class ReferenceHistoryModel(HistoryModel model, int words, int dimensions, int history, int hidden)
{
    /// <summary>C, H, d, U and b.</summary>
    public double[][] Parameters { get; } = [.. model.Parameters.Select(parameter => parameter.Value.Span.ToArray().Select(value => (double)value).ToArray())];

    public double[][] Gradients { get; } = [.. model.Parameters.Select(parameter => new double[parameter.Value.Length])];

    /// <summary>J; adds to the gradients.</summary>
    public double Run(int[] histories, int[] targets)
    {
        var (c, h, d, u, b) = (Parameters[0], Parameters[1], Parameters[2], Parameters[3], Parameters[4]);
        var loss = 0d;
        for (var n = 0; n < targets.Length; n++)
        {
            var ids = histories.AsSpan(n * history, history).ToArray();
            var x = ids.SelectMany(id => c[(id * dimensions)..((id + 1) * dimensions)]).ToArray();
            var a = Enumerable.Range(0, hidden).Select(j => Math.Tanh(d[j] + x.Select((value, i) => value * h[(j * x.Length) + i]).Sum())).ToArray();
            var scores = Enumerable.Range(0, words).Select(word => Math.Exp(b[word] + a.Select((value, j) => value * u[(word * hidden) + j]).Sum())).ToArray();
            loss -= Math.Log(scores[targets[n]] / scores.Sum()) / targets.Length;
            var aGradient = new double[hidden];
            for (var word = 0; word < words; word++)
            {
                var e = ((scores[word] / scores.Sum()) - (word == targets[n] ? 1 : 0)) / targets.Length;
                Gradients[4][word] += e;
                for (var j = 0; j < hidden; j++)
                {
                    Gradients[3][(word * hidden) + j] += e * a[j];
                    aGradient[j] += e * u[(word * hidden) + j];
                }
            }

            for (var j = 0; j < hidden; j++)
            {
                var e = aGradient[j] * (1 - (a[j] * a[j]));
                Gradients[2][j] += e;
                for (var i = 0; i < x.Length; i++)
                {
                    Gradients[1][(j * x.Length) + i] += e * x[i];
                    Gradients[0][(ids[i / dimensions] * dimensions) + (i % dimensions)] += e * h[(j * x.Length) + i];
                }
            }
        }

        return loss;
    }
}
