namespace Microsoft.ML.Data;

/// <summary>The signature of a data transform, made from a model and its input.</summary>
internal delegate void SignatureLoadDataTransform(ModelLoadContext ctx, IDataView input);
