using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Decoding.Entities;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Tool.Tagging;

/// <summary>A tagger in ML.NET's own format: stages from tokens to ids, and one that tags, whose network takes many sentences at a time.</summary>
internal sealed class PipelineTagger : SavedTagger
{
    /// <summary>Sentences that are read before they are tagged.</summary>
    private const int Window = 256;

    private readonly MLContext _ml = new();
    private readonly SequenceTaggingTransformer _tagger;
    private readonly ITransformer[] _before;
    private readonly SequenceScorer _scorer;

    /// <exception cref="ToolException">The file does not hold a tagger.</exception>
    public PipelineTagger(string path)
    {
        var stages = Stages(_ml.Model.Load(path, out _)).ToList();
        _tagger = stages.OfType<SequenceTaggingTransformer>().LastOrDefault()
            ?? throw new ToolException($"not a tagger: found the stages {string.Join(", ", stages.Select(stage => stage.GetType().Name))}.");
        _before = [.. stages.TakeWhile(stage => stage != _tagger)];
        _scorer = _tagger.Model.Network.CreateScorer();
    }

    public override IReadOnlyList<string> Tags => _tagger.Tags;

    public override TagScheme Scheme => _tagger.Scheme == TagScheme.None ? base.Scheme : _tagger.Scheme;

    public override IEnumerable<TaggedPrediction> Tag(IEnumerable<TaggedRow> rows)
    {
        var spellings = _tagger.Characters is null ? null : new WordSpellings(_tagger.Characters);
        foreach (var window in rows.Chunk(Window))
        {
            var data = _before.Aggregate(_ml.Data.LoadFromEnumerable(window), (view, stage) => stage.Transform(view));
            var examples = Examples(data, window, spellings);
            var steps = Array.ConvertAll(examples, example => example.LengthIn(_tagger.Model.Network.Options.FrameSize));
            var classes = new int[steps.Sum()];
            _scorer.Score(examples, new float[(long)classes.Length * Tags.Count], classes);
            var first = 0;
            for (var row = 0; row < window.Length; first += steps[row++])
            {
                yield return new()
                {
                    Tokens = window[row].Tokens,
                    Tags = window[row].Tags,
                    PredictedLabel = [.. classes.AsSpan(first, steps[row]).ToArray().Select(tag => Tags[tag])],
                };
            }
        }
    }

    private SequenceExample[] Examples(IDataView data, TaggedRow[] rows, WordSpellings? spellings)
    {
        var name = _tagger.FeatureColumnName;
        var isFrames = _tagger.Model.Network.Options.FrameSize > 0;
        var ids = isFrames ? null : data.GetColumn<uint[]>(name).Select(keys => Array.ConvertAll(keys, key => (int)key)).ToArray();
        var frames = isFrames ? data.GetColumn<float[]>(name).ToArray() : null;
        var tokens = _tagger.TokenColumnName is { } column ? data.GetColumn<string[]>(column).ToArray() : null;
        return [.. rows.Select((_, row) => new SequenceExample
        {
            Ids = ids?[row],
            Frames = frames?[row],
            Characters = tokens is null ? null : Array.ConvertAll(tokens[row], token => spellings!.Of(token)),
        })];
    }

    private static IEnumerable<ITransformer> Stages(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];
}
