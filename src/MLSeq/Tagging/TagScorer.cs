using Microsoft.ML;
using MLSeq.Interop;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Tags the rows of one cursor, each once however many columns ask.</summary>
internal sealed class TagScorer
{
    private readonly DataViewRow _row;
    private readonly RowValue<int> _steps;
    private readonly string _featureColumnName;
    private readonly string? _tokenColumnName;
    private readonly FeatureReader _features;
    private readonly TokenReader? _tokens;
    private readonly WordSpellings? _spellings;
    private readonly SequenceScorer _scorer;
    private readonly int _frameSize;
    private readonly int _classes;
    private float[] _scores = [];
    private int[] _tags = [];

    public TagScorer(DataViewRow row, string featureColumnName, string? tokenColumnName, SequenceNetwork network, Vocabulary? characters)
    {
        var options = network.Options;
        (_row, _featureColumnName, _tokenColumnName) = (row, featureColumnName, tokenColumnName);
        (_frameSize, _classes) = (options.FrameSize, options.OutputSize);
        _features = FeatureReader.Create(row, featureColumnName, options.FrameSize);
        _tokens = tokenColumnName is null ? null : new TokenReader(row, row.Schema[tokenColumnName]);
        _spellings = characters is null ? null : new WordSpellings(characters);
        _scorer = network.CreateScorer();
        _steps = new(row, Score);
    }

    /// <summary>The scores of the current row's steps [T, K].</summary>
    public ReadOnlySpan<float> Scores
    {
        get
        {
            // Asking for the steps may make room for more.
            var steps = _steps.Value;
            return _scores.AsSpan(0, steps * _classes);
        }
    }

    /// <summary>The tags of the current row's steps [T], from 0.</summary>
    public ReadOnlySpan<int> Tags
    {
        get
        {
            var steps = _steps.Value;
            return _tags.AsSpan(0, steps);
        }
    }

    private int Score()
    {
        _features.Read();
        var steps = _frameSize == 0 ? _features.Ids.Length : _features.Frames.Length / _frameSize;
        if (_tags.Length < steps)
        {
            _tags = new int[steps];
            _scores = new float[steps * _classes];
        }

        var example = new SequenceExample
        {
            Ids = _frameSize == 0 ? _features.Ids.ToArray() : null,
            Frames = _frameSize > 0 ? _features.Frames.ToArray() : null,
            Characters = TaggedRows.Characters(_tokens, _spellings, steps, _row.Position, _tokenColumnName, _featureColumnName),
        };
        if (steps > 0)
        {
            _scorer.Score(example, _scores.AsSpan(0, steps * _classes), _tags.AsSpan(0, steps));
        }

        return steps;
    }
}
