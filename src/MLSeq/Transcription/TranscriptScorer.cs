using Microsoft.ML;
using MLSeq.Decoding.Ctc;
using MLSeq.Transcription;

namespace MLSeq;

/// <summary>Transcribes the rows of one cursor, each once however many columns ask.</summary>
internal sealed class TranscriptScorer(DataViewRow row, string featureColumnName, Transcriber transcriber, CtcBeamSearch? search)
{
    private readonly FeatureReader _features = FeatureReader.Create(row, featureColumnName, transcriber.FrameSize);
    private float[] _scores = [];
    private Transcript? _transcript;

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    /// <summary>The logarithms of the tokens' probabilities at the current row's steps [T, V].</summary>
    public float[] Scores
    {
        get
        {
            if (_position != row.Position)
            {
                _features.Read();
                _scores = transcriber.Score(_features.Frames);
                _transcript = null;
                _position = row.Position;
            }

            return _scores;
        }
    }

    /// <summary>The current row's text.</summary>
    public Transcript Transcript
    {
        get
        {
            var scores = Scores;
            return _transcript ??= transcriber.Read(scores, search);
        }
    }
}
