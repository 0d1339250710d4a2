using MLSeq.Networks;

namespace MLSeq.Tests.Networks.Reference;

/// <summary>What becomes of a token's characters, from the textbook equations.</summary>
internal sealed class ReferenceCharacters(SequenceNetworkOptions options, IReadOnlyDictionary<string, Scalar[]> parameters)
{
    public Scalar[] Of(int[] characters)
    {
        var table = parameters["characters.table"].Chunk(options.CharacterEmbeddingSize).ToArray();
        Scalar[][] x = [.. characters.DefaultIfEmpty(0).Select(id => table[id])];
        return options.Characters == CharacterFeatures.Cnn ? Convolution(x) : [.. Last(x, 0), .. Last([.. x.Reverse()], 1)];
    }

    private Scalar[] Convolution(Scalar[][] x)
    {
        Scalar[] nothing = [.. Enumerable.Repeat((Scalar)0, options.CharacterEmbeddingSize)];
        var weights = parameters["characters.convolution.weights"].Chunk(3 * options.CharacterEmbeddingSize).ToArray();
        Scalar[] At(int t) => t >= 0 && t < x.Length ? x[t] : nothing;
        return [.. weights.Select((w, c) => Enumerable.Range(0, x.Length)
            .Select(t => Dot(w, [.. At(t - 1), .. At(t), .. At(t + 1)]) + parameters["characters.convolution.bias"][c])
            .MaxBy(z => z.Value)!).Select(Scalar.Tanh)];
    }

    /// <summary>The state in which an LSTM ends, gates in the order i, o, f, g.</summary>
    private Scalar[] Last(Scalar[][] x, int direction)
    {
        var size = options.CharacterSize / 2;
        var weights = parameters["characters.lstm.weights"].Chunk(options.CharacterEmbeddingSize).Skip(direction * 4 * size).ToArray();
        var recurrent = parameters["characters.lstm.recurrent"].Chunk(size).Skip(direction * 4 * size).ToArray();
        var bias = parameters["characters.lstm.bias"][(direction * 4 * size)..];
        Scalar[] h = [.. Enumerable.Repeat((Scalar)0, size)];
        var c = h;
        foreach (var step in x)
        {
            Scalar[] z = [.. Enumerable.Range(0, 4 * size).Select(g => Dot(weights[g], step) + Dot(recurrent[g], h) + bias[g])];
            c = [.. c.Select((old, j) => (Scalar.Sigmoid(z[(2 * size) + j]) * old) + (Scalar.Sigmoid(z[j]) * Scalar.Tanh(z[(3 * size) + j])))];
            h = [.. c.Select((cell, j) => Scalar.Sigmoid(z[size + j]) * Scalar.Tanh(cell))];
        }

        return h;
    }

    private static Scalar Dot(Scalar[] a, Scalar[] b) => Scalar.Sum(a.Zip(b, (x, y) => x * y));
}
