namespace MLSeq.Onnx.Compression;

/// <summary>
/// How the weights of a graph are stored: embeddings, products, and the weights of recurrent layers. Biases, small constants (fewer than 1024 numbers)
/// and what is no weight, such as the transitions between tags, are single precision always.
/// </summary>
public enum OnnxWeights
{
    /// <summary>Single precision: 4 bytes each. What the graph gives is what the engine gives.</summary>
    Float32,

    /// <summary>
    /// Half precision, 2 bytes each, of which single precision is made when the model is loaded, and of embeddings when they are looked up: the file is half as
    /// large, the speed the same, on every device. Constants with numbers beyond ±65504, half precision's largest, stay as they are.
    /// </summary>
    Float16,

    /// <summary>
    /// Integers of a byte each, with a scale for each row: a quarter of the size. Products and LSTMs calculate in integers (ONNX Runtime's own operators
    /// <c>DynamicQuantizeMatMul</c> and <c>DynamicQuantizeLSTM</c>), which is faster on the CPU; a CUDA device has no such operators and leaves them to the CPU.
    /// What goes in is scaled by the batch, so a row's scores differ a little with the rows beside it. GRUs and simple recurrent layers are only stored so.
    /// </summary>
    Int8,
}
