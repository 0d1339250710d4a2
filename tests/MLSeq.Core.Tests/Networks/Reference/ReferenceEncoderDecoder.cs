using MLSeq.Networks.EncoderDecoder;

namespace MLSeq.Tests.Networks.Reference;

/// <summary>
/// The encoder-decoder written from its equations, one pair at a time and one step after the other, in double precision. Parameters have the
/// engine's names and layout.
/// </summary>
internal sealed class ReferenceEncoderDecoder(EncoderDecoderOptions options, IReadOnlyDictionary<string, Scalar[]> parameters)
{
    private const string TargetTable = "target-embedding.table";

    /// <summary>The mean smoothed loss of the target tokens of a batch, weighted.</summary>
    public Scalar Loss(IReadOnlyList<SequencePair> pairs)
    {
        var (losses, weights) = (new List<Scalar>(), 0d);
        foreach (var pair in pairs)
        {
            int[] labels = [.. pair.Target, options.EndId];
            foreach (var (outputs, label) in Outputs(pair).Zip(labels))
            {
                var normalizer = Scalar.Log(Scalar.Sum(outputs.Select(Scalar.Exp)));
                var target = ((1 - options.LabelSmoothing) * outputs[label]) + (options.LabelSmoothing / outputs.Length * Scalar.Sum(outputs));
                losses.Add(pair.Weight * (normalizer - target));
                weights += pair.Weight;
            }
        }

        return Scalar.Sum(losses) / weights;
    }

    /// <summary>The raw outputs at each step of a target.</summary>
    public Scalar[][] Outputs(SequencePair pair)
    {
        var (memory, ends) = Encode(pair.Source);
        var cells = Enumerable.Range(1, options.DecoderLayers).Select(i => new ReferenceCell(options.DecoderCell, $"decoder{i}", options.HiddenSize, parameters)).ToArray();
        var states = Enumerable.Range(0, options.DecoderLayers).Select(i => Start(i, ends)).ToArray();
        var vector = Enumerable.Repeat((Scalar)0, options.HiddenSize).ToArray();
        var outputs = new List<Scalar[]>();
        foreach (var id in (int[])[options.StartId, .. pair.Target])
        {
            Scalar[] x = [.. Row(TargetTable, id), .. options is { InputFeeding: true, Attention: not AttentionKind.None } ? vector : []];
            for (var i = 0; i < cells.Length; i++)
            {
                x = cells[i].States([x], 0, states[i].Hidden, states[i].Cell)[0];
                states[i] = cells[i].End;
            }

            vector = options.Attention == AttentionKind.None ? x : [.. Linear("combine", [.. Context(x, memory), .. x]).Select(Scalar.Tanh)];
            var weights = parameters[options.TieEmbeddings ? TargetTable : "output.weights"];
            outputs.Add(Linear(vector, weights, parameters["output.bias"]));
        }

        return [.. outputs];
    }

    private (Scalar[][] Memory, Scalar[][] Ends) Encode(int[] source)
    {
        var table = options.ShareEmbeddings ? TargetTable : "source-embedding.table";
        Scalar[][] x = [.. (source.Length == 0 ? [0] : source).Select(id => Row(table, id))];
        var ends = new List<Scalar[]>();
        for (var layer = 1; layer <= options.EncoderLayers; layer++)
        {
            var cell = new ReferenceCell(options.EncoderCell, $"encoder{layer}", options.EncoderSize, parameters);
            var states = cell.States(x, 0);
            var end = states[^1];
            if (options.Bidirectional)
            {
                var backward = cell.States([.. x.Reverse()], 1).Reverse().ToArray();
                end = [.. end, .. backward[0]];
                states = [.. states.Zip(backward, (f, b) => (Scalar[])[.. f, .. b])];
            }

            ends.Add(end);
            x = states;
        }

        return (x, [.. ends]);
    }

    /// <summary>Where a layer of the decoder starts: layers are matched from above, and the lowest of the encoder serves those that are left.</summary>
    private (Scalar[] Hidden, Scalar[] Cell) Start(int layer, Scalar[][] ends)
    {
        var end = ends[Math.Max(0, ends.Length - (options.DecoderLayers - layer))];
        Scalar[] start = [.. Linear($"bridge{layer + 1}", end).Select(Scalar.Tanh)];
        return (start[..options.HiddenSize], start[^options.HiddenSize..]);
    }

    private Scalar[] Context(Scalar[] h, Scalar[][] memory)
    {
        var powers = memory.Select(m => Scalar.Exp(Score(h, m))).ToArray();
        var sum = Scalar.Sum(powers);
        return [.. Enumerable.Range(0, memory[0].Length).Select(k => Scalar.Sum(memory.Select((m, j) => powers[j] / sum * m[k])))];
    }

    private Scalar Score(Scalar[] h, Scalar[] m) => options.Attention switch
    {
        AttentionKind.Dot => Dot(h, m),
        AttentionKind.General => Dot(h, Linear(m, parameters["attention.key.weights"])),
        _ => Dot(
            parameters["attention.vector"],
            [.. Linear(h, parameters["attention.query.weights"])
                .Zip(Linear(m, parameters["attention.key.weights"], parameters["attention.key.bias"]), (q, k) => Scalar.Tanh(q + k))]),
    };

    private Scalar[] Row(string table, int id) => parameters[table][(id * options.EmbeddingSize)..((id + 1) * options.EmbeddingSize)];

    private Scalar[] Linear(string name, Scalar[] x) => Linear(x, parameters[$"{name}.weights"], parameters[$"{name}.bias"]);

    private static Scalar[] Linear(Scalar[] x, Scalar[] weights, Scalar[]? bias = null) =>
        [.. weights.Chunk(x.Length).Select((row, r) => bias is null ? Dot(row, x) : Dot(row, x) + bias[r])];

    private static Scalar Dot(Scalar[] a, Scalar[] b) => Scalar.Sum(a.Zip(b, (x, y) => x * y));
}
