using Microsoft.ML.Data;

namespace Microsoft.ML.Model.OnnxConverter;

/// <summary>A data view whose making can be written as ONNX nodes. The stand-in itself has no converter.</summary>
internal interface ITransformCanSaveOnnx : ISaveAsOnnx, IDataTransform;
