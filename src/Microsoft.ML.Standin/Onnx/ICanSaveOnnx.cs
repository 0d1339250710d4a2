namespace Microsoft.ML.Model.OnnxConverter;

/// <summary>Something that knows whether it can be written as ONNX. The stand-in itself has no converter.</summary>
internal interface ICanSaveOnnx
{
    bool CanSaveOnnx(OnnxContext ctx);
}
