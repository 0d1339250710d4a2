using Microsoft.ML;
using MLSeq.TriggerWords;

namespace MLSeq;

/// <summary>Listens to the rows of one cursor, each once however many columns ask.</summary>
internal sealed class TriggerWordScorer(DataViewRow row, string audioColumnName, TriggerDetector detector)
{
    private readonly AudioReader _audio = new(row, audioColumnName, detector.Features.SampleRate);
    private float[] _probabilities = [];

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    /// <summary>The probabilities at the current row's steps [T].</summary>
    public float[] Probabilities
    {
        get
        {
            if (_position != row.Position)
            {
                _probabilities = detector.Probabilities(_audio.Read());
                _position = row.Position;
            }

            return _probabilities;
        }
    }
}
