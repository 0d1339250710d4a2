using Microsoft.ML;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>Scores the rows of one cursor, each once however many columns ask.</summary>
internal sealed class RowScorer
{
    private readonly DataViewRow _row;
    private readonly FeatureReader _reader;
    private readonly SequenceScorer _scorer;
    private readonly bool _frames;
    private readonly float[] _output;

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    public RowScorer(DataViewRow row, string featureColumnName, SequenceModel model)
    {
        var options = model.Network.Options;
        _row = row;
        _frames = options.FrameSize > 0;
        _reader = FeatureReader.Create(row, featureColumnName, options.FrameSize);
        _scorer = model.Network.CreateScorer();
        _output = new float[options.OutputSize];
    }

    /// <summary>The network's outputs for the current row.</summary>
    public ReadOnlySpan<float> Output
    {
        get
        {
            if (_position != _row.Position)
            {
                _reader.Read();
                if (_frames)
                {
                    _scorer.Score(_reader.Frames, _output);
                }
                else
                {
                    _scorer.Score(_reader.Ids, _output);
                }

                _position = _row.Position;
            }

            return _output;
        }
    }
}
