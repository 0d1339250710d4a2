using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Tool.Tagging;

/// <summary>A tagger as an ONNX model: tokens in, tags and scores out.</summary>
internal sealed class OnnxTagger : SavedTagger
{
    private const string TagsOfScores = "TrainingLabelValues";

    private readonly MLContext _ml = new();
    private readonly SequenceOnnxScoringTransformer _model;

    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that ONNX Runtime takes; 0 for all cores.</param>
    /// <exception cref="ToolException">The model is no tagger of tokens.</exception>
    public OnnxTagger(string path, int threads)
    {
        var tokens = _ml.Data.LoadFromEnumerable(Array.Empty<TokensOnly>());
        _model = _ml.Transforms.ApplySequenceOnnxModel(new SequenceOnnxScoringOptions { ModelFile = path, Threads = threads }).Fit(tokens);
        var scored = _model.GetOutputSchema(tokens.Schema);
        if (scored.GetColumnOrNull("PredictedLabel")?.Type is not VectorDataViewType { ItemType: TextDataViewType }
            || scored.GetColumnOrNull("Score") is not { } score || score.Annotations.Schema.GetColumnOrNull(TagsOfScores) is null)
        {
            throw new ToolException("not a tagger of tokens: expected the output columns PredictedLabel (vector of text) and Score, with the tags in the file's "
                + $"metadata; found {string.Join(", ", scored.Select(c => $"{c.Name} ({c.Type})"))}.");
        }

        VBuffer<ReadOnlyMemory<char>> tags = default;
        score.Annotations.GetValue(TagsOfScores, ref tags);
        Tags = [.. tags.DenseValues().Select(tag => tag.ToString())];
    }

    public override IReadOnlyList<string> Tags { get; }

    public override IEnumerable<TaggedPrediction> Tag(IEnumerable<TaggedRow> rows) =>
        _ml.Data.CreateEnumerable<TaggedPrediction>(_model.Transform(_ml.Data.LoadFromEnumerable(rows)), reuseRowObject: false);
}
