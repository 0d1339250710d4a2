using MLSeq.Onnx.Proto;
using DataType = MLSeq.Onnx.Proto.TensorProto.Types.DataType;

namespace MLSeq.Onnx.Inspection;

/// <summary>
/// Which nodes of a model ONNX Runtime's CUDA provider takes: those that it has a kernel for, by operator, type and, of recurrent layers, attributes. The
/// types of values are followed through the graph.
/// </summary>
/// <param name="operatorSet">The version of ONNX's own operator set.</param>
internal sealed class CudaPlacement(long operatorSet)
{
    // LSTM, GRU and RNN were redefined at 22; the provider's kernels are those of 14.
    private const long FirstWithoutRecurrent = 22;

    private readonly Dictionary<string, DataType> _types = new(StringComparer.Ordinal);

    /// <summary>The nodes of a graph in their order, those inside a node behind it.</summary>
    public List<OnnxNode> Place(GraphProto graph)
    {
        foreach (var constant in graph.Initializer)
        {
            _types[constant.Name] = (DataType)constant.DataType;
        }

        foreach (var input in graph.Input)
        {
            _types[input.Name] = (DataType)(input.Type?.TensorType?.ElemType ?? 0);
        }

        List<OnnxNode> nodes = [];
        foreach (var node in graph.Node)
        {
            // What is inside a node gives the types of its outputs.
            var inner = node.Attribute.SelectMany(OnnxNode.Graphs).ToList();
            var within = inner.ConvertAll(Place);
            for (int i = 0; i < node.Output.Count; i++)
            {
                _types[node.Output[i]] = CudaKernels.OutputType(node, i, Type, inner);
            }

            nodes.Add(new(node.Name, node.OpType, OnnxModelFile.Domain(node.Domain), Obstacle(node)));
            nodes.AddRange(within.SelectMany(list => list));
        }

        return nodes;
    }

    private DataType Type(string value) => _types.GetValueOrDefault(value);

    private string? Obstacle(NodeProto node)
    {
        if (node.Domain.Length > 0)
        {
            return CudaKernels.HasKernel(node.Domain, node.OpType) ? null : $"no kernel for {node.Domain}.{node.OpType}";
        }

        if (CudaKernels.Types(node.OpType) is not { } types)
        {
            return $"no kernel for {node.OpType}";
        }

        var type = Type(node.Input.ElementAtOrDefault(CudaKernels.TypedInput(node.OpType)) ?? string.Empty);
        return !types.Contains(type) ? $"no kernel for {node.OpType} of {OnnxFileValue.NameOf((int)type)}"
            : node.OpType is "LSTM" or "GRU" or "RNN" ? RecurrentObstacle(node)
            : null;
    }

    /// <summary>cuDNN's layers have the default activations alone, no clipping, no peepholes, and of GRUs one form.</summary>
    private string? RecurrentObstacle(NodeProto node)
    {
        long Number(string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? 0;
        string[] activations = node.OpType switch
        {
            "LSTM" => ["Sigmoid", "Tanh", "Tanh"],
            "GRU" => ["Sigmoid", "Tanh"],
            _ => ["Tanh"],
        };
        var given = node.Attribute.FirstOrDefault(attribute => attribute.Name == "activations")?.Strings.Select(name => name.ToStringUtf8()).ToList() ?? [];
        return operatorSet >= FirstWithoutRecurrent ? $"no kernel for {node.OpType} of operator set {operatorSet}, only up to {FirstWithoutRecurrent - 1}"
            : node.OpType == "LSTM" && node.Input.Count > 7 && node.Input[7].Length > 0 ? "cuDNN's LSTM has no peepholes"
            : given.Where((name, i) => !name.Equals(activations[i % activations.Length], StringComparison.OrdinalIgnoreCase)).FirstOrDefault() is { } other
                ? $"cuDNN's {node.OpType} has no activation {other} there"
            : node.Attribute.Any(attribute => attribute.Name is "activation_alpha" or "activation_beta" or "clip") ? $"cuDNN's {node.OpType} does not clip or scale"
            : Number("input_forget") != 0 ? "cuDNN's LSTM does not couple its gates"
            : Number("layout") != 0 ? "the kernel takes time first (layout 0)"
            : node.OpType == "GRU" && Number("linear_before_reset") != 1 ? "cuDNN's GRU resets after the product (linear_before_reset = 1)"
            : null;
    }
}
