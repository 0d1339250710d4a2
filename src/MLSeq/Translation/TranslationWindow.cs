using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;
using MLSeq.Translation;

namespace MLSeq;

/// <summary>Translates the rows that a cursor has read ahead.</summary>
internal sealed class TranslationWindow(DataViewRow row, string columnName, TranslationModel model, TranslationSearch search, TranslationOutput[] outputs) : RowWindow
{
    private readonly Func<SourceSequence> _read = Source(row, row.Schema[columnName], model);
    private readonly List<SourceSequence> _sources = [];
    private IReadOnlyList<IReadOnlyList<TranslatedText>> _translations = [];

    public override void Clear() => _sources.Clear();

    public override void Read() => _sources.Add(_read());

    public override void Compute(CancellationToken cancellationToken) =>
        _translations = model.Translate(_sources, search.Options, search.ReplaceUnknown, threads: 0, cancellationToken);

    public override Delegate?[] MakeGetters(Func<int> row, Func<int, bool> isActive)
    {
        return [.. outputs.Select((output, i) => isActive(i) ? output.MakeGetter(Translations) : null)];

        IReadOnlyList<TranslatedText> Translations()
        {
            // Asking for the row may make the translations.
            var place = row();
            return _translations[place];
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
