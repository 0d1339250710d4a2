using System.Runtime.InteropServices;
using Google.Protobuf;
using MLSeq.Onnx.Proto;
using AttributeType = MLSeq.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace MLSeq.Onnx.Compression;

/// <summary>
/// Goes over a finished graph and stores its weights smaller: the tables that <c>Gather</c> takes rows of, and the weights of products and recurrent layers,
/// in the bodies of loops too. Every other use of such a constant gets it in single precision. Nodes over constants alone stand in front of the main
/// graph, where a runtime works them out once, when it loads the model.
/// </summary>
internal abstract class WeightCompression
{
    /// <summary>Smaller constants are not worth it.</summary>
    private const int LeastCount = 1024;

    private readonly GraphProto _main;
    private readonly Dictionary<string, TensorProto> _weights;
    private readonly Dictionary<string, TensorProto> _stored = new(StringComparer.Ordinal);
    private readonly HashSet<string> _compressed = new(StringComparer.Ordinal);
    private readonly List<NodeProto> _first = [];
    private readonly HashSet<string> _firstOutputs = new(StringComparer.Ordinal);

    protected WeightCompression(GraphProto main)
    {
        _main = main;
        var used = Nodes(main).SelectMany(WeightsOf).ToHashSet(StringComparer.Ordinal);
        _weights = main.Initializer
            .Where(constant => constant.DataType == (int)OnnxElementType.Float && constant.Dims.Count > 1 && used.Contains(constant.Name)
                && constant.Dims.Aggregate(1L, (product, size) => product * size) >= LeastCount)
            .ToDictionary(constant => constant.Name, StringComparer.Ordinal);
    }

    /// <summary>Stores the weights of a graph, whose constants are raw data, as it is asked.</summary>
    public static void Apply(GraphProto main, OnnxWeights weights)
    {
        switch (weights)
        {
            case OnnxWeights.Float16:
                new HalfPrecision(main).Apply();
                break;
            case OnnxWeights.Int8:
                new EightBit(main).Apply();
                break;
        }
    }

    /// <summary>The weight of that name that the format can hold; else null.</summary>
    protected TensorProto? Weight(string name) => _weights.TryGetValue(name, out var weight) && CanHold(weight) ? weight : null;

    /// <summary>Whether the format can hold a weight.</summary>
    protected abstract bool CanHold(TensorProto weight);

    /// <summary>Adds the nodes that look rows of a weight up.</summary>
    /// <param name="node">The node that does.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="nodes">Where the nodes go.</param>
    protected abstract void GatherRows(NodeProto node, TensorProto weight, ICollection<NodeProto> nodes);

    /// <summary>The name of a weight in single precision, made of what is stored.</summary>
    protected abstract string Expand(TensorProto weight);

    /// <summary>Adds the nodes that do what <paramref name="node"/> does, where the format has its own for that.</summary>
    /// <returns>Whether it has.</returns>
    protected virtual bool Replace(NodeProto node, ICollection<NodeProto> nodes) => false;

    /// <summary>A weight's numbers.</summary>
    protected static ReadOnlySpan<float> Values(TensorProto weight) => MemoryMarshal.Cast<byte, float>(weight.RawData.Span);

    /// <summary>Whether there is a constant of that name with one dimension.</summary>
    protected bool IsVector(string name) => _main.Initializer.Any(constant => constant.Name == name && constant.Dims.Count == 1);

    /// <summary>Puts a constant into the graph in the place of a weight, once.</summary>
    /// <returns>Its name.</returns>
    protected string Store(TensorProto weight, string suffix, OnnxElementType type, IEnumerable<long> shape, Func<byte[]> data)
    {
        _compressed.Add(weight.Name);
        var name = $"{weight.Name}_{suffix}";
        if (!_stored.ContainsKey(name))
        {
            _stored.Add(name, new() { Name = name, DataType = (int)type, Dims = { shape }, RawData = UnsafeByteOperations.UnsafeWrap(data()) });
        }

        return name;
    }

    /// <summary>Adds a node over constants alone, once.</summary>
    /// <returns>Its output.</returns>
    protected string First(NodeProto node)
    {
        if (_firstOutputs.Add(node.Output[0]))
        {
            _first.Add(node);
        }

        return node.Output[0];
    }

    /// <summary>A node with one output, by which it is named.</summary>
    protected static NodeProto Node(string operatorName, string output, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        new() { OpType = operatorName, Name = $"{output}_node", Input = { inputs }, Output = { output }, Attribute = { attributes } };

    /// <summary>A node that makes single precision of a value.</summary>
    protected static NodeProto ToSingle(string output, string input) =>
        Node("Cast", output, [input], new AttributeProto { Name = "to", Type = AttributeType.Int, I = (long)OnnxElementType.Float });

    private void Apply()
    {
        Rewrite(_main);
        for (var i = _main.Initializer.Count - 1; i >= 0; i--)
        {
            if (_compressed.Contains(_main.Initializer[i].Name))
            {
                _main.Initializer.RemoveAt(i);
            }
        }

        // From the last on: what is only needed by a node that is not needed is not needed.
        var needed = Nodes(_main).SelectMany(node => node.Input).ToHashSet(StringComparer.Ordinal);
        var first = _first.AsEnumerable().Reverse().Where(node =>
        {
            var isNeeded = needed.Contains(node.Output[0]);
            needed.UnionWith(isNeeded ? node.Input : []);
            return isNeeded;
        }).Reverse();
        NodeProto[] nodes = [.. first, .. _main.Node];
        _main.Node.Clear();
        _main.Node.Add(nodes);
        foreach (var constant in _stored.Values.Where(constant => needed.Contains(constant.Name)))
        {
            _main.Initializer.Add(constant);
        }
    }

    private void Rewrite(GraphProto graph)
    {
        NodeProto[] nodes = [.. graph.Node];
        graph.Node.Clear();
        foreach (var node in nodes)
        {
            foreach (var body in Bodies(node))
            {
                Rewrite(body);
            }

            if (node.OpType == "Gather" && WeightsOf(node).Any() && Weight(node.Input[0]) is { } table)
            {
                GatherRows(node, table, graph.Node);
            }
            else if (!Replace(node, graph.Node))
            {
                for (var i = 0; i < node.Input.Count; i++)
                {
                    node.Input[i] = Weight(node.Input[i]) is { } weight ? Expand(weight) : node.Input[i];
                }

                graph.Node.Add(node);
            }
        }
    }

    /// <summary>The inputs of a node that are weights where they are constants.</summary>
    private static IEnumerable<string> WeightsOf(NodeProto node) => node.OpType switch
    {
        "Gather" => node.Attribute.Any(a => a.Name == "axis" && a.I != 0) ? [] : [node.Input[0]],
        "Gemm" or "MatMul" => [node.Input[1]],
        "Transpose" => [node.Input[0]],
        "LSTM" or "GRU" or "RNN" => [node.Input[1], node.Input[2]],
        _ => [],
    };

    private static IEnumerable<NodeProto> Nodes(GraphProto graph) =>
        graph.Node.SelectMany(node => Bodies(node).SelectMany(Nodes).Prepend(node));

    private static IEnumerable<GraphProto> Bodies(NodeProto node) => node.Attribute.Where(a => a.G is not null).Select(a => a.G);
}
