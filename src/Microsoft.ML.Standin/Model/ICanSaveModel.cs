namespace Microsoft.ML;

/// <summary>Something that can be saved as a component of a model.</summary>
public interface ICanSaveModel
{
    /// <summary>Saves it.</summary>
    void Save(ModelSaveContext ctx);
}
