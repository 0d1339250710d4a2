using Microsoft.ML;

namespace MLSeq.Tool.Data;

/// <summary>Models in ML.NET's own format.</summary>
internal static class SavedModel
{
    /// <summary>Loads a model.</summary>
    /// <exception cref="ToolException">There is no such file, or it cannot be loaded; names it.</exception>
    public static (MLContext Context, ITransformer Model) Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: no such model file.");
        }

        try
        {
            var ml = new MLContext();
            return (ml, ml.Model.Load(path, out _));
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException or ArgumentException or EndOfStreamException)
        {
            // ML.NET does not name the file, and wraps what a component says about its part of it.
            throw new ToolException($"{path}: not a model that can be loaded: {e.GetBaseException().Message}", inner: e);
        }
    }

    /// <summary>Loads the last stage of a kind.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What the stage is, as in "a language model".</param>
    /// <exception cref="ToolException">There is no such file, it cannot be loaded, or it has no such stage; names it.</exception>
    public static T Stage<T>(string path, string what)
        where T : class, ITransformer
    {
        var stages = Stages(Load(path).Model).ToList();
        return stages.OfType<T>().LastOrDefault()
            ?? throw new ToolException($"{path}: not {what}: its stages are {string.Join(", ", stages.Select(s => s.GetType().Name))}.");
    }

    /// <summary>The stages of a model, chains within chains laid out.</summary>
    public static IEnumerable<ITransformer> Stages(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];
}
