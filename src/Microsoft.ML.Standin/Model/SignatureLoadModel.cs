namespace Microsoft.ML;

/// <summary>The signature of what is made from a model alone.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);
