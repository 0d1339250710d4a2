using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;
using MLSeq.LanguageModels;

namespace MLSeq;

/// <summary>Scores the rows of one cursor, each once however many columns ask.</summary>
internal sealed class LanguageModelRowScorer
{
    private readonly RowValue<TextScore> _score;

    public LanguageModelRowScorer(DataViewRow row, DataViewSchema.Column column, LanguageModel model) =>
        _score = new(row, column.Type is TextDataViewType ? OfText(row, column, model) : OfIds(row, column, model));

    /// <summary>The score of the current row.</summary>
    public TextScore Score => _score.Value;

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
