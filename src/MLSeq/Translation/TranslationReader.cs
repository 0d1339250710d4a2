using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Translation;

namespace MLSeq;

/// <summary>Translates the rows of one cursor, each once however many columns ask.</summary>
internal sealed class TranslationReader(DataViewRow row, string columnName, TranslationModel model, TranslationSearch search)
{
    private readonly Func<SourceSequence> _read = Source(row, row.Schema[columnName], model);
    private IReadOnlyList<TranslatedText> _best = [];

    // No row has this place, nor has a cursor before its first one.
    private long _position = long.MinValue;

    /// <summary>The current row's translations, the best one first.</summary>
    public IReadOnlyList<TranslatedText> Best
    {
        get
        {
            if (_position != row.Position)
            {
                _best = model.Translate([_read()], search.Options, search.ReplaceUnknown, threads: 1, CancellationToken.None)[0];
                _position = row.Position;
            }

            return _best;
        }
    }

    private static Func<SourceSequence> Source(DataViewRow row, DataViewSchema.Column column, TranslationModel model)
    {
        if (column.Type is not TextDataViewType)
        {
            var reader = FeatureReader.Create(row, column.Name, 0);
            return () =>
            {
                reader.Read();
                return model.Codec.Read(reader.Ids);
            };
        }

        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            return model.Codec.Read(text.ToString());
        };
    }
}
