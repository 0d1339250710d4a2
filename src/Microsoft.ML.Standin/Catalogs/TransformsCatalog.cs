using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Transforms.</summary>
public sealed partial class TransformsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal TransformsCatalog(IHostEnvironment env)
    {
        _env = env;
        Conversion = new(env);
        Text = new(env);
    }

    /// <summary>Conversions of types.</summary>
    public ConversionTransforms Conversion { get; }

    /// <summary>Transforms of text.</summary>
    public TextTransforms Text { get; }

    IHostEnvironment IInternalCatalog.Environment => _env;
}
