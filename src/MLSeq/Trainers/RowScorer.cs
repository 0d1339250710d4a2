using Microsoft.ML;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>Scores the rows of one cursor, each once however many columns ask.</summary>
internal sealed class RowScorer
{
    private readonly DataViewRow _row;
    private readonly FeatureReader _reader;
    private readonly SequenceScorer _scorer;
    private readonly int _frameSize;
    private readonly int _outputSize;
    private readonly bool _eachStep;
    private float[] _output;
    private int _length;

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    public RowScorer(DataViewRow row, string featureColumnName, SequenceModel model)
    {
        var options = model.Network.Options;
        _row = row;
        _frameSize = options.FrameSize;
        _outputSize = options.OutputSize;
        _eachStep = options.Pooling == SequencePooling.None;
        _reader = FeatureReader.Create(row, featureColumnName, options.FrameSize);
        _scorer = model.Network.CreateScorer();
        _output = new float[_outputSize];
        _length = _outputSize;
    }

    /// <summary>The network's outputs for the current row: [OutputSize], or [T, OutputSize] where each step is answered.</summary>
    public ReadOnlySpan<float> Output
    {
        get
        {
            if (_position != _row.Position)
            {
                _reader.Read();
                Score(_frameSize > 0 ? _reader.Frames.Length / _frameSize : _reader.Ids.Length);
                _position = _row.Position;
            }

            return _output.AsSpan(0, _length);
        }
    }

    private void Score(int steps)
    {
        _length = _eachStep ? checked(steps * _outputSize) : _outputSize;
        if (_length == 0)
        {
            return;
        }

        if (_output.Length < _length)
        {
            _output = new float[Math.Max(_length, 2 * _output.Length)];
        }

        var output = _output.AsSpan(0, _length);
        if (_frameSize > 0)
        {
            _scorer.Score(_reader.Frames, output);
        }
        else
        {
            _scorer.Score(_reader.Ids, output);
        }
    }
}
