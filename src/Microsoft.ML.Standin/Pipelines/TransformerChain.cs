using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How chains are saved.</summary>
internal static class TransformerChain
{
    public const string LoaderSignature = "TransformerChain";

    internal static VersionInfo Version => new("XF CHAIN", 0x00010001, 0x00010001, 0x00010001, typeof(TransformerChain).Assembly.FullName, LoaderSignature);

    internal static TransformerChain<ITransformer> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var count = ctx.Reader.ReadInt32();
        if (count < 0 || count > ctx.Header.BodyLength)
        {
            throw new FormatException($"The model is damaged: a chain of {count} transformers.");
        }

        var transformers = new ITransformer[count];
        var scopes = new TransformerScope[count];
        for (var i = 0; i < count; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            ctx.LoadModel<ITransformer, SignatureLoadModel>(env, out transformers[i], ctx.LoadNonEmptyString());
        }

        return new(transformers, scopes);
    }
}
