namespace MLSeq.Onnx;

/// <summary>A transformer that <c>Model.SaveAsOnnx</c> can express.</summary>
internal interface IOnnxStage
{
    /// <summary>Defines the columns that the transformer adds. What defines them runs only for columns that are needed.</summary>
    void Export(OnnxExport export);
}
