using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;
using MLSeq.LanguageModels;

namespace MLSeq;

/// <summary>A column of sources or of targets: text, or token ids.</summary>
/// <param name="name">Its name.</param>
/// <param name="role">What it is called in messages.</param>
internal sealed class TranslationColumn(string name, string role)
{
    public const string ExpectedType = ColumnTypes.Text + " or " + ColumnTypes.IdsOfWords;

    /// <summary>The column's name.</summary>
    public string Name => name;

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    public void Check(SchemaShape inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, name, role);
        if (!column.IsText() && !column.IsIds())
        {
            throw ColumnTypes.Mismatch(column, role, ExpectedType);
        }
    }

    /// <summary>Whether it holds text.</summary>
    public bool IsText(DataViewSchema schema) => schema[name].Type is TextDataViewType;

    /// <summary>The number of keys; 0 for text.</summary>
    public int KeyCount(DataViewSchema schema) => IsText(schema) ? 0 : schema[name].KeyCount();

    /// <summary>The tokens that the keys stand for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The keys have no text as their values.</exception>
    public string[] Tokens(DataViewSchema schema) => WordReader.KeyWords(schema[name], role);

    /// <summary>The texts of all rows.</summary>
    public IEnumerable<string> Texts(IDataView data, CancellationToken cancellationToken)
    {
        var column = data.Schema[name];
        using var cursor = data.GetRowCursor([column]);
        var get = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            get(ref text);
            yield return text.ToString();
        }
    }

    /// <summary>Makes a reader of the ids of a cursor's rows.</summary>
    public Action<List<int>> MakeReader(DataViewRow row, TokenCodec codec)
    {
        if (!IsText(row.Schema))
        {
            var reader = FeatureReader.Create(row, name, 0);
            return ids =>
            {
                reader.Read();
                ids.AddRange(reader.Ids);
            };
        }

        var get = row.GetGetter<ReadOnlyMemory<char>>(row.Schema[name]);
        ReadOnlyMemory<char> text = default;
        return ids =>
        {
            get(ref text);
            codec.Encode(text.ToString(), ids);
        };
    }
}
