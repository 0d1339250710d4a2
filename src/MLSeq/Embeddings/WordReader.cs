using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>Reads the words of each row of a token column. Its buffers are used again for the next row.</summary>
internal abstract class WordReader
{
    /// <summary>Hands the words of the current row over: the key, 0 where there is none, and the word, null where the key is missing.</summary>
    public abstract void Read(Action<int, string?> take);

    /// <summary>Makes a reader over a row or cursor.</summary>
    /// <param name="row">The row, in which the column is active.</param>
    /// <param name="column">A vector of text or of keys with text as their values.</param>
    public static WordReader Create(DataViewRow row, DataViewSchema.Column column) =>
        column.Type.IsIds() ? new KeyReader(row, column, KeyWords(column)) : new TextReader(row, column);

    /// <summary>The words that a column's keys stand for, of key 1 first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The keys have no values, or values that are no text.</exception>
    public static string[] KeyWords(DataViewSchema.Column column, string role = "token")
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is not { Type: VectorDataViewType { ItemType: TextDataViewType } } values)
        {
            throw ColumnTypes.Mismatch(column, role, role == "token" ? ColumnTypes.Words : ColumnTypes.IdsOfWords);
        }

        VBuffer<ReadOnlyMemory<char>> words = default;
        column.Annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(values)(ref words);
        return [.. words.DenseValues().Select(word => word.ToString())];
    }

    private sealed class TextReader(DataViewRow row, DataViewSchema.Column column) : WordReader
    {
        private readonly ValueGetter<VBuffer<ReadOnlyMemory<char>>> _get = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        private VBuffer<ReadOnlyMemory<char>> _value;

        public override void Read(Action<int, string?> take)
        {
            _get(ref _value);

            // What a sparse vector leaves out is empty text, which is no word.
            foreach (var word in _value.GetValues())
            {
                take(0, word.ToString());
            }
        }
    }

    private sealed class KeyReader(DataViewRow row, DataViewSchema.Column column, string[] words) : WordReader
    {
        private readonly ValueGetter<VBuffer<uint>> _get = row.GetGetter<VBuffer<uint>>(column);
        private VBuffer<uint> _value;

        public override void Read(Action<int, string?> take)
        {
            _get(ref _value);
            foreach (var key in _value.DenseValues())
            {
                var isWord = key > 0 && key <= words.Length;
                take(isWord ? (int)key : 0, isWord ? words[key - 1] : null);
            }
        }
    }
}
