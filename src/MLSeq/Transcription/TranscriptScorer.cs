using Microsoft.ML;
using MLSeq.Decoding.Ctc;
using MLSeq.Interop;
using MLSeq.Transcription;

namespace MLSeq;

/// <summary>Transcribes the rows of one cursor, each once however many columns ask.</summary>
internal sealed class TranscriptScorer
{
    private readonly RowValue<float[]> _scores;
    private readonly RowValue<Transcript> _transcript;

    public TranscriptScorer(DataViewRow row, string featureColumnName, Transcriber transcriber, CtcBeamSearch? search)
    {
        var features = FeatureReader.Create(row, featureColumnName, transcriber.FrameSize);
        _scores = new(row, () =>
        {
            features.Read();
            return transcriber.Score(features.Frames);
        });
        _transcript = new(row, () => transcriber.Read(_scores.Value, search));
    }

    /// <summary>The logarithms of the tokens' probabilities at the current row's steps [T, V].</summary>
    public float[] Scores => _scores.Value;

    /// <summary>The current row's text.</summary>
    public Transcript Transcript => _transcript.Value;
}
