namespace Microsoft.ML.Model.OnnxConverter;

/// <summary>Something that can write itself as ONNX nodes. The stand-in itself has no converter.</summary>
internal interface ISaveAsOnnx : ICanSaveOnnx
{
    void SaveAsOnnx(OnnxContext ctx);
}
