using MLSeq.Decoding.Entities;

namespace MLSeq.Tool.Tagging;

/// <summary>A tagger of tokens from a file.</summary>
internal abstract class SavedTagger
{
    /// <summary>The tags that it gives.</summary>
    public abstract IReadOnlyList<string> Tags { get; }

    /// <summary>How they mark entities.</summary>
    public virtual TagScheme Scheme => EntityTags.SchemeOf(Tags);

    /// <summary>Loads a tagger that was saved as <c>.zip</c> or <c>.onnx</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that ONNX Runtime takes; 0 for all cores.</param>
    /// <exception cref="ToolException">There is no such file, or it does not hold a tagger.</exception>
    public static SavedTagger Load(string path, int threads)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: no such model file.");
        }

        try
        {
            return path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? new OnnxTagger(path, threads) : new PipelineTagger(path);
        }
        catch (ToolException e)
        {
            throw new ToolException($"{path}: {e.Message}", inner: e);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException or ArgumentException or EndOfStreamException)
        {
            // ML.NET does not name the file, and wraps what a component says about its part of it.
            throw new ToolException($"{path}: not a model that can be loaded: {e.GetBaseException().Message}", inner: e);
        }
    }

    /// <summary>The share of tokens that it gives the right tag.</summary>
    public double Accuracy(IEnumerable<TaggedRow> rows) =>
        Tag(rows).SelectMany(row => row.Tags.Zip(row.PredictedLabel, (actual, predicted) => actual == predicted ? 1.0 : 0.0)).Average();

    /// <summary>Tags sentences in batches, in their order.</summary>
    public abstract IEnumerable<TaggedPrediction> Tag(IEnumerable<TaggedRow> rows);
}
