using Microsoft.ML.OnnxRuntime;
using MLSeq.LanguageModels;
using MLSeq.Onnx.Models;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.LanguageModels;

/// <summary>A language model from a file: a <c>.zip</c>, or an <c>.onnx</c> to go on with texts.</summary>
internal static class SavedLanguageModel
{
    /// <summary>Loads a model.</summary>
    /// <exception cref="ToolException">There is none, or it cannot be loaded; names it.</exception>
    public static TextGenerator Load(string path)
    {
        if (!path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            return SavedModel.Stage<LanguageModelTransformer>(path, "a language model").Model;
        }

        try
        {
            return OnnxLanguageModel.Load(path);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OnnxRuntimeException)
        {
            throw new ToolException(e.Message, inner: e);
        }
    }
}
