using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Classification;

/// <summary>A saved classifier, <c>.zip</c> or <c>.onnx</c>, loaded in a context of its own.</summary>
internal sealed class TextScorer
{
    private readonly MLContext _ml = new();
    private readonly ITransformer _model;

    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that ONNX Runtime takes; 0 for all cores.</param>
    /// <exception cref="ToolException">There is no such file, or it does not hold a classifier of texts.</exception>
    public TextScorer(string path, int threads)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: no such model file.");
        }

        _model = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)
            ? _ml.Transforms.ApplySequenceOnnxModel(new SequenceOnnxScoringOptions { ModelFile = path, Threads = threads }).Fit(_ml.Data.LoadFromEnumerable(Array.Empty<TextOnly>()))
            : LoadZip(path);
        var scored = _model.GetOutputSchema(_ml.Data.LoadFromEnumerable(Array.Empty<LabelledText>()).Schema);
        if (scored.GetColumnOrNull("PredictedLabel")?.Type is not TextDataViewType
            || scored.GetColumnOrNull("Score")?.Type is not VectorDataViewType { ItemType: NumberDataViewType })
        {
            throw new ToolException($"{path}: not a classifier of texts: expected the output columns PredictedLabel (text) and Score "
                + $"(vector of numbers), found {string.Join(", ", scored.Select(c => $"{c.Name} ({c.Type})"))}.");
        }
    }

    /// <summary>Scores rows as they are read, in their order.</summary>
    public IEnumerable<ScoredText> Score(IEnumerable<LabelledText> rows) =>
        _ml.Data.CreateEnumerable<ScoredText>(_model.Transform(_ml.Data.LoadFromEnumerable(rows)), reuseRowObject: false);

    /// <summary>The share of rows that it gives the right label.</summary>
    public double Accuracy(IEnumerable<LabelledText> rows) => Score(rows).Average(row => row.Actual == row.PredictedLabel ? 1.0 : 0.0);

    private ITransformer LoadZip(string path)
    {
        try
        {
            return _ml.Model.Load(path, out _);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException or ArgumentException or EndOfStreamException)
        {
            // ML.NET does not name the file, and wraps what a component says about its part of it.
            throw new ToolException($"{path}: not a model that can be loaded: {e.GetBaseException().Message}", inner: e);
        }
    }
}
