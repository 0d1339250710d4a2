namespace MLSeq.Onnx.Inspection;

/// <summary>What the nodes of one operator took on one provider.</summary>
/// <param name="Operator">The operator, as ONNX Runtime runs it: nodes may have been fused, and copies between devices added.</param>
/// <param name="Provider">Where the nodes ran, for instance <c>CPUExecutionProvider</c>.</param>
/// <param name="Nodes">How many there are.</param>
/// <param name="Calls">How often they ran, all together.</param>
/// <param name="Seconds">How long they took, all together; those with a graph inside include its nodes.</param>
public sealed record OnnxProfiledOperator(string Operator, string Provider, int Nodes, long Calls, double Seconds);
