using Microsoft.ML;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Tags the rows of one cursor, each once however many columns ask.</summary>
internal sealed class TagScorer
{
    private readonly DataViewRow _row;
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
    private int _steps;

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    public TagScorer(DataViewRow row, string featureColumnName, string? tokenColumnName, SequenceNetwork network, Vocabulary? characters)
    {
        var options = network.Options;
        (_row, _featureColumnName, _tokenColumnName) = (row, featureColumnName, tokenColumnName);
        (_frameSize, _classes) = (options.FrameSize, options.OutputSize);
        _features = FeatureReader.Create(row, featureColumnName, options.FrameSize);
        _tokens = tokenColumnName is null ? null : new TokenReader(row, row.Schema[tokenColumnName]);
        _spellings = characters is null ? null : new WordSpellings(characters);
        _scorer = network.CreateScorer();
    }

    /// <summary>The scores of the current row's steps [T, K].</summary>
    public ReadOnlySpan<float> Scores
    {
        get
        {
            Score();
            return _scores.AsSpan(0, _steps * _classes);
        }
    }

    /// <summary>The tags of the current row's steps [T], from 0.</summary>
    public ReadOnlySpan<int> Tags
    {
        get
        {
            Score();
            return _tags.AsSpan(0, _steps);
        }
    }

    private void Score()
    {
        if (_position == _row.Position)
        {
            return;
        }

        _features.Read();
        _steps = _frameSize == 0 ? _features.Ids.Length : _features.Frames.Length / _frameSize;
        if (_tags.Length < _steps)
        {
            _tags = new int[_steps];
            _scores = new float[_steps * _classes];
        }

        var example = new SequenceExample
        {
            Ids = _frameSize == 0 ? _features.Ids.ToArray() : null,
            Frames = _frameSize > 0 ? _features.Frames.ToArray() : null,
            Characters = TaggedRows.Characters(_tokens, _spellings, _steps, _row.Position, _tokenColumnName, _featureColumnName),
        };
        if (_steps > 0)
        {
            _scorer.Score(example, _scores.AsSpan(0, _steps * _classes), _tags.AsSpan(0, _steps));
        }

        _position = _row.Position;
    }
}
