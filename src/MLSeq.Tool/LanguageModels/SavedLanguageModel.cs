using Microsoft.ML;
using MLSeq.LanguageModels;

namespace MLSeq.Tool.LanguageModels;

/// <summary>Language models in ML.NET's own format.</summary>
internal static class SavedLanguageModel
{
    /// <exception cref="ToolException">There is no such file, or it does not hold a language model.</exception>
    public static LanguageModel Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: no such model file.");
        }

        ITransformer loaded;
        try
        {
            loaded = new MLContext().Model.Load(path, out _);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException or ArgumentException or EndOfStreamException)
        {
            // ML.NET does not name the file, and wraps what a component says about its part of it.
            throw new ToolException($"{path}: not a model that can be loaded: {e.GetBaseException().Message}", inner: e);
        }

        var stages = loaded is IEnumerable<ITransformer> chain ? chain.ToList() : [loaded];
        return stages.OfType<LanguageModelTransformer>().LastOrDefault()?.Model
            ?? throw new ToolException($"{path}: not a language model: its stages are {string.Join(", ", stages.Select(s => s.GetType().Name))}.");
    }
}
