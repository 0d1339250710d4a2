namespace MLSeq.Onnx;

/// <summary>Whether a column is what a model is exported for. Where there are predictions, they alone are its outputs.</summary>
internal enum OnnxRole
{
    /// <summary>A column of the input data.</summary>
    None,

    /// <summary>A column that the chain adds: an output of models with neither predictor nor word vectors.</summary>
    Added,

    /// <summary>Word vectors, or made of them: an output of models without predictor.</summary>
    Vectors,

    /// <summary>A prediction, or made of one.</summary>
    Prediction,
}
