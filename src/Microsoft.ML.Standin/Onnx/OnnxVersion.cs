namespace Microsoft.ML.Model.OnnxConverter;

internal enum OnnxVersion
{
    Stable = 0,
    Experimental = 1,
}
