using Microsoft.ML;
using MLSeq.Decoding.Beams;
using MLSeq.LanguageModels;

namespace MLSeq;

/// <summary>Writes the captions of the rows of one cursor, each once however many columns ask.</summary>
internal sealed class CaptionWriter(DataViewRow row, string featureColumnName, int featureSize, LanguageModel model, BeamSearchOptions search)
{
    private readonly FeatureReader _features = FeatureReader.Create(row, featureColumnName, featureSize);
    private WrittenText? _caption;

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    /// <summary>The current row's caption.</summary>
    public WrittenText Caption
    {
        get
        {
            if (_position != row.Position)
            {
                _features.Read();
                _caption = model.Write(_features.Frames.ToArray(), search);
                _position = row.Position;
            }

            return _caption!;
        }
    }
}
