using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.LanguageModels;

namespace MLSeq;

/// <summary>Scores the rows of one cursor, each once however many columns ask.</summary>
internal sealed class LanguageModelRowScorer
{
    private readonly DataViewRow _row;
    private readonly Func<TextScore> _score;
    private TextScore _last;

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    public LanguageModelRowScorer(DataViewRow row, DataViewSchema.Column column, LanguageModel model)
    {
        _row = row;
        _score = column.Type is TextDataViewType ? OfText(row, column, model) : OfIds(row, column, model);
    }

    /// <summary>The score of the current row.</summary>
    public TextScore Score
    {
        get
        {
            if (_position != _row.Position)
            {
                _last = _score();
                _position = _row.Position;
            }

            return _last;
        }
    }

    private static Func<TextScore> OfText(DataViewRow row, DataViewSchema.Column column, LanguageModel model)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            return model.Score(text.ToString());
        };
    }

    private static Func<TextScore> OfIds(DataViewRow row, DataViewSchema.Column column, LanguageModel model)
    {
        var reader = FeatureReader.Create(row, column.Name, 0);
        return () =>
        {
            reader.Read();
            return model.Score(reader.Ids);
        };
    }
}
