using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks.Reference;

/// <summary>
/// The network written from the textbook equations, one sequence at a time, in double precision and without regard for
/// speed. Parameters have the engine's names and layout.
/// </summary>
internal sealed class ReferenceNetwork(SequenceNetworkOptions options, IReadOnlyDictionary<string, Scalar[]> parameters)
{
    public static Dictionary<string, Scalar[]> ParametersOf(SequenceNetwork network) => ParametersOf(network.Parameters);

    public static Dictionary<string, Scalar[]> ParametersOf(IEnumerable<Parameter> all) =>
        all.ToDictionary(p => p.Name, p => p.Values.ToArray().Select(v => new Scalar(v)).ToArray());

    private bool EachStep => options.Pooling == SequencePooling.None;

    /// <summary>The mean loss of a batch's answers, weighted.</summary>
    public Scalar Loss(IReadOnlyList<SequenceExample> rows)
    {
        var (losses, weights) = (new List<Scalar>(), 0d);
        foreach (var row in rows)
        {
            if (options.Output == NetworkOutput.ConditionalRandomField)
            {
                var chain = new ReferenceChain(parameters["crf.transitions"], parameters["crf.start"], parameters["crf.end"]);
                losses.Add(row.Weight * chain.Loss(Answers(row), row.StepLabels!));
                weights += row.Weight * row.StepLabels!.Count(label => label >= 0);
                continue;
            }

            foreach (var (outputs, t) in Answers(row).Select((outputs, t) => (outputs, t)))
            {
                if (row.StepLabels?[t] != -1)
                {
                    losses.Add(row.Weight * Loss(outputs, row, t));
                    weights += row.Weight;
                }
            }
        }

        return Scalar.Sum(losses) / weights;
    }

    /// <summary>The raw outputs of one sequence, of its steps one after another where each is answered.</summary>
    public Scalar[] Outputs(SequenceExample row) => [.. Answers(row).SelectMany(outputs => outputs)];

    private Scalar[][] Answers(SequenceExample row)
    {
        var x = Inputs(row);
        for (var layer = 1; layer <= options.Layers; layer++)
        {
            var cell = new ReferenceCell(options.Cell, $"{options.Cell.ToString().ToLowerInvariant()}{layer}", options.HiddenSize, parameters);
            var start = Start(row, layer);
            var forward = cell.States(x, 0, start?[..options.HiddenSize], start?[^options.HiddenSize..]);
            if (options.Bidirectional)
            {
                var backward = cell.States([.. x.Reverse()], 1).Reverse().ToArray();
                forward = [.. forward.Zip(backward, (f, b) => (Scalar[])[.. f, .. b])];
            }

            x = forward;
        }

        var states = options.Pooling == SequencePooling.Last ? [Dense(Pool(x))]
            : EachStep ? x.Select(Dense)
            : [Pool([.. x.Select(Dense)])];
        var weights = parameters[options.TieEmbeddings ? "embedding.table" : "output.weights"];
        return [.. states.Select(state => Linear(state, weights, parameters["output.bias"], 0, options.OutputSize))];
    }

    private Scalar Loss(Scalar[] outputs, SequenceExample row, int step)
    {
        if (options.Output == NetworkOutput.Softmax)
        {
            // -log(e^z[label] / sum e^z)
            return Scalar.Log(Scalar.Sum(outputs.Select(Scalar.Exp))) - outputs[EachStep ? row.StepLabels![step] : (int)row.Label];
        }

        var targets = row.Targets?[(step * outputs.Length)..((step + 1) * outputs.Length)] ?? [row.Label];
        return Scalar.Sum(outputs.Zip(targets, (z, y) =>
        {
            var p = Scalar.Sigmoid(z);
            return options.Output == NetworkOutput.Sigmoid
                ? 0 - ((y * Scalar.Log(p)) + ((1 - y) * Scalar.Log(1 - p)))
                : (z - y) * (z - y);
        }));
    }

    private int StartSize => options.HiddenSize * (options.Cell is RecurrentCell.Lstm or RecurrentCell.LstmPeephole ? 2 : 1);

    /// <summary>h and, in LSTMs, c that a feature vector gives; null without.</summary>
    private Scalar[]? Start(SequenceExample row, int layer) => row.State is null
        ? null
        : [.. Linear([.. row.State.Select(v => (Scalar)v)], parameters[$"start{layer}.weights"], parameters[$"start{layer}.bias"], 0, StartSize)
            .Select(Scalar.Tanh)];

    /// <summary>The dense layers above the recurrent ones.</summary>
    private Scalar[] Dense(Scalar[] x)
    {
        for (var layer = 1; layer <= options.DenseLayers; layer++)
        {
            x = [.. Linear(x, parameters[$"dense{layer}.weights"], parameters[$"dense{layer}.bias"], 0, options.HiddenSize).Select(Scalar.Tanh)];
        }

        return x;
    }

    private Scalar[][] Inputs(SequenceExample row)
    {
        if (options.Characters == CharacterFeatures.None)
        {
            return Vectors(row);
        }

        var characters = new ReferenceCharacters(options, parameters);
        var vectors = options is { FrameSize: 0, EmbeddingSize: 0 } ? [.. row.Ids!.Select(_ => Array.Empty<Scalar>())] : Vectors(row);
        return [.. vectors.Select((vector, t) => (Scalar[])[.. vector, .. characters.Of(row.Characters![t])])];
    }

    private Scalar[][] Vectors(SequenceExample row)
    {
        if (options.FrameSize > 0)
        {
            return [.. row.Frames!.Select(v => (Scalar)v).Chunk(options.FrameSize)];
        }

        var table = parameters["embedding.table"].Chunk(options.EmbeddingSize).ToArray();
        return [.. row.Ids!.Select(id => table[id])];
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
