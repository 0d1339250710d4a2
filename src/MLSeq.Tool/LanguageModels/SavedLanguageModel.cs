using MLSeq.LanguageModels;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.LanguageModels;

/// <summary>Language models in ML.NET's own format.</summary>
internal static class SavedLanguageModel
{
    /// <exception cref="ToolException">There is no such file, or it does not hold a language model.</exception>
    public static LanguageModel Load(string path)
    {
        var stages = SavedModel.Stages(SavedModel.Load(path).Model).ToList();
        return stages.OfType<LanguageModelTransformer>().LastOrDefault()?.Model
            ?? throw new ToolException($"{path}: not a language model: its stages are {string.Join(", ", stages.Select(s => s.GetType().Name))}.");
    }
}
