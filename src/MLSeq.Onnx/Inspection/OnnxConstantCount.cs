namespace MLSeq.Onnx.Inspection;

/// <summary>The constants of one type in a model, such as its weights.</summary>
/// <param name="Type">The type in lower case, for instance <c>float</c>.</param>
/// <param name="Tensors">How many there are.</param>
/// <param name="Values">How many values they have together.</param>
/// <param name="Bytes">How many bytes these take, in the file or beside it.</param>
public sealed record OnnxConstantCount(string Type, int Tensors, long Values, long Bytes);
