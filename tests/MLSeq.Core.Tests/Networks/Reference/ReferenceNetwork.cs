using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks.Reference;

/// <summary>
/// The network written from the textbook equations, one sequence at a time, in double precision and without regard for
/// speed. Parameters have the engine's names and layout.
/// </summary>
internal sealed class ReferenceNetwork(SequenceNetworkOptions options, IReadOnlyDictionary<string, Scalar[]> parameters)
{
    public static Dictionary<string, Scalar[]> ParametersOf(SequenceNetwork network) =>
        network.Parameters.ToDictionary(p => p.Name, p => p.Values.ToArray().Select(v => new Scalar(v)).ToArray());

    /// <summary>The weighted mean loss of a batch.</summary>
    public Scalar Loss(IReadOnlyList<SequenceExample> rows)
    {
        var losses = rows.Select(row => (Scalar)row.Weight * Loss(Outputs(row), row.Label));
        return Scalar.Sum(losses) / rows.Sum(r => (double)r.Weight);
    }

    /// <summary>The raw outputs of one sequence.</summary>
    public Scalar[] Outputs(SequenceExample row)
    {
        var x = Inputs(row);
        for (var layer = 1; layer <= options.Layers; layer++)
        {
            var forward = Lstm(x, layer, 0);
            if (options.Bidirectional)
            {
                var backward = Lstm([.. x.Reverse()], layer, 1).Reverse().ToArray();
                forward = [.. forward.Zip(backward, (f, b) => (Scalar[])[.. f, .. b])];
            }

            x = forward;
        }

        return Linear(Pool(x), parameters["output.weights"], parameters["output.bias"], 0, options.OutputSize);
    }

    public Scalar Loss(Scalar[] outputs, double label)
    {
        switch (options.Output)
        {
            case NetworkOutput.Softmax:
                // -log(e^z[label] / sum e^z)
                return Scalar.Log(Scalar.Sum(outputs.Select(Scalar.Exp))) - outputs[(int)label];
            case NetworkOutput.Sigmoid:
                var p = Scalar.Sigmoid(outputs[0]);
                return 0 - ((label * Scalar.Log(p)) + ((1 - label) * Scalar.Log(1 - p)));
            default:
                return (outputs[0] - label) * (outputs[0] - label);
        }
    }

    private Scalar[][] Inputs(SequenceExample row)
    {
        if (options.FrameSize > 0)
        {
            return [.. row.Frames!.Select(v => (Scalar)v).Chunk(options.FrameSize)];
        }

        var table = parameters["embedding.table"].Chunk(options.EmbeddingSize).ToArray();
        return [.. row.Ids!.Select(id => table[id])];
    }

    private Scalar[][] Lstm(Scalar[][] x, int layer, int direction)
    {
        var size = options.HiddenSize;
        var weights = parameters[$"lstm{layer}.weights"];
        var recurrent = parameters[$"lstm{layer}.recurrent"];
        var bias = parameters[$"lstm{layer}.bias"];
        var none = Enumerable.Repeat((Scalar)0, 4 * size * 2).ToArray();
        var h = Enumerable.Repeat((Scalar)0, size).ToArray();
        var c = h;
        var states = new List<Scalar[]>();
        foreach (var step in x)
        {
            Scalar[] Gate(int gate, Func<Scalar, Scalar> activation)
            {
                var row = ((direction * 4) + gate) * size;
                var ofInput = Linear(step, weights, bias, row, size);
                var ofState = Linear(h, recurrent, none, row, size);
                return [.. ofInput.Zip(ofState, (a, b) => activation(a + b))];
            }

            var (i, o, f, g) = (Gate(0, Scalar.Sigmoid), Gate(1, Scalar.Sigmoid), Gate(2, Scalar.Sigmoid), Gate(3, Scalar.Tanh));
            c = [.. Enumerable.Range(0, size).Select(j => (f[j] * c[j]) + (i[j] * g[j]))];
            h = [.. Enumerable.Range(0, size).Select(j => o[j] * Scalar.Tanh(c[j]))];
            states.Add(h);
        }

        return [.. states];
    }

    private Scalar[] Pool(Scalar[][] h)
    {
        var size = h[0].Length;
        var features = Enumerable.Range(0, size);
        switch (options.Pooling)
        {
            case SequencePooling.Last:
                var forward = options.Bidirectional ? size / 2 : size;
                return [.. h[^1][..forward], .. h[0][forward..]];
            case SequencePooling.Mean:
                return [.. features.Select(j => Scalar.Sum(h.Select(s => s[j])) / h.Length)];
            case SequencePooling.Max:
                return [.. features.Select(j => h.Select(s => s[j]).MaxBy(v => v.Value)!)];
            default:
                var scores = h.Select(s => Dot(
                    parameters["pooling.query"],
                    [.. Linear(s, parameters["pooling.weights"], parameters["pooling.bias"], 0, size).Select(Scalar.Tanh)]));
                var powers = scores.Select(Scalar.Exp).ToArray();
                var sum = Scalar.Sum(powers);
                return [.. features.Select(j => Scalar.Sum(h.Select((s, t) => powers[t] / sum * s[j])))];
        }
    }

    /// <summary>Rows <paramref name="row"/> to row + size of W x + b.</summary>
    private static Scalar[] Linear(Scalar[] x, Scalar[] weights, Scalar[] bias, int row, int size) =>
        [.. Enumerable.Range(row, size).Select(r => Dot(weights[(r * x.Length)..((r + 1) * x.Length)], x) + bias[r])];

    private static Scalar Dot(Scalar[] a, Scalar[] b) => Scalar.Sum(a.Zip(b, (x, y) => x * y));
}
