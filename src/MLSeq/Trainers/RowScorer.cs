using Microsoft.ML;
using MLSeq.Interop;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>Scores the rows of one cursor, each once however many columns ask.</summary>
internal sealed class RowScorer
{
    private readonly RowValue<int> _length;
    private readonly FeatureReader _reader;
    private readonly SequenceScorer _scorer;
    private readonly int _frameSize;
    private readonly int _outputSize;
    private readonly bool _eachStep;
    private float[] _output;

    public RowScorer(DataViewRow row, string featureColumnName, SequenceModel model)
    {
        var options = model.Network.Options;
        _frameSize = options.FrameSize;
        _outputSize = options.OutputSize;
        _eachStep = options.Pooling == SequencePooling.None;
        _reader = FeatureReader.Create(row, featureColumnName, options.FrameSize);
        _scorer = model.Network.CreateScorer();
        _output = new float[_outputSize];
        _length = new(row, Score);
    }

    /// <summary>The network's outputs for the current row: [OutputSize], or [T, OutputSize] where each step is answered.</summary>
    public ReadOnlySpan<float> Output
    {
        get
        {
            // Asking for the length may make room for more.
            var length = _length.Value;
            return _output.AsSpan(0, length);
        }
    }

    private int Score()
    {
        _reader.Read();
        var steps = _frameSize > 0 ? _reader.Frames.Length / _frameSize : _reader.Ids.Length;
        var length = _eachStep ? checked(steps * _outputSize) : _outputSize;
        if (length == 0)
        {
            return length;
        }

        if (_output.Length < length)
        {
            _output = new float[Math.Max(length, 2 * _output.Length)];
        }

        var output = _output.AsSpan(0, length);
        if (_frameSize > 0)
        {
            _scorer.Score(_reader.Frames, output);
        }
        else
        {
            _scorer.Score(_reader.Ids, output);
        }

        return length;
    }
}
