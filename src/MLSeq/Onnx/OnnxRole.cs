namespace MLSeq.Onnx;

/// <summary>Whether a column is what a model is exported for. Where there are predictions, they alone are its outputs.</summary>
internal enum OnnxRole
{
    /// <summary>A column on the way to others.</summary>
    None,

    /// <summary>Word vectors, or made of them: an output of models without predictor.</summary>
    Vectors,

    /// <summary>A prediction, or made of one.</summary>
    Prediction,
}
