using MLSeq.Onnx.Proto;

namespace MLSeq.Onnx.Inspection;

/// <summary>One use of an operator in a model.</summary>
/// <param name="Name">The node's name; may be empty.</param>
/// <param name="Operator">The operator, for instance <c>LSTM</c>.</param>
/// <param name="Domain">The operator's domain; ONNX's own is <c>ai.onnx</c>.</param>
/// <param name="CudaObstacle">
/// Why ONNX Runtime's CUDA provider has no kernel for this node, so that it runs on the CPU; null where it has one. (Nodes that only work out shapes may be
/// left on the CPU even so, where that is faster.)
/// </param>
public sealed record OnnxNode(string Name, string Operator, string Domain, string? CudaObstacle)
{
    /// <summary>Whether this is an RNN, a GRU or an LSTM.</summary>
    public bool IsRecurrent => Operator is "RNN" or "GRU" or "LSTM" or "DynamicQuantizeLSTM";

    internal static IEnumerable<GraphProto> Graphs(AttributeProto attribute) => attribute.G is { } graph ? attribute.Graphs.Prepend(graph) : attribute.Graphs;
}
