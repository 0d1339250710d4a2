namespace Microsoft.ML.Data;

/// <summary>Holds the columns that were read once in memory; a column is read from the source when it is first needed.</summary>
internal sealed class CacheDataView(IDataView source) : IDataView
{
    private readonly Lock _lock = new();
    private readonly Array[] _columns = new Array[source.Schema.Count];
    private DataViewRowId[] _ids;

    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => _ids?.Length ?? source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, [.. columnsNeeded], rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    /// <summary>Reads those of the columns that are not yet held, in one pass.</summary>
    public void Load(IReadOnlyList<DataViewSchema.Column> columns)
    {
        lock (_lock)
        {
            var missing = columns.Where(c => _columns[c.Index] == null).ToArray();
            if (missing.Length == 0 && _ids != null)
            {
                return;
            }

            using var cursor = source.GetRowCursor(missing);
            var readers = missing.Select(c => (IColumnReader)Activator.CreateInstance(typeof(ColumnReader<>).MakeGenericType(c.Type.RawType), cursor, c)).ToArray();
            var ids = new List<DataViewRowId>();
            var getId = cursor.GetIdGetter();
            while (cursor.MoveNext())
            {
                DataViewRowId id = default;
                getId(ref id);
                ids.Add(id);
                foreach (var reader in readers)
                {
                    reader.Read();
                }
            }

            for (var i = 0; i < missing.Length; i++)
            {
                _columns[missing[i].Index] = readers[i].ToArray();
            }

            _ids ??= [.. ids];
        }
    }

    private interface IColumnReader
    {
        void Read();

        Array ToArray();
    }

    private sealed class ColumnReader<T>(DataViewRow row, DataViewSchema.Column column) : IColumnReader
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly List<T> _values = [];

        public void Read()
        {
            // A new value, so that no buffer is shared between the rows held.
            T value = default;
            _getter(ref value);
            _values.Add(value);
        }

        public Array ToArray() => _values.ToArray();
    }

    private sealed class Cursor(CacheDataView parent, DataViewSchema.Column[] columnsNeeded, Random rand) : SourceCursor(parent.Schema, columnsNeeded)
    {
        private int[] _order;
        private bool _loaded;

        protected override long RowNumber => Row;

        private int Row => _order == null ? (int)Position : _order[Position];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            CheckOnRow();
            value = parent._ids[Row];
        };

        protected override bool MoveNextCore()
        {
            if (!_loaded)
            {
                parent.Load(columnsNeeded);
                _loaded = true;
                if (rand != null)
                {
                    _order = [.. Enumerable.Range(0, parent._ids.Length)];
                    rand.Shuffle(_order);
                }
            }

            return Position + 1 < parent._ids.Length;
        }

        protected override Delegate CreateGetter(int column) => Generic.Call<Delegate>(
            typeof(Cursor), Schema[column].Type is VectorDataViewType ? nameof(VectorGetter) : nameof(ValueGetter),
            [DataViewTypes.ItemTypeOf(Schema[column].Type).RawType], this, column);

        private static ValueGetter<T> ValueGetter<T>(Cursor cursor, int column)
        {
            T[] values = null;
            return (ref T value) =>
            {
                cursor.CheckOnRow();
                values ??= (T[])cursor.Values(column);
                value = values[cursor.Row];
            };
        }

        private static ValueGetter<VBuffer<T>> VectorGetter<T>(Cursor cursor, int column)
        {
            VBuffer<T>[] values = null;
            return (ref VBuffer<T> value) =>
            {
                cursor.CheckOnRow();
                values ??= (VBuffer<T>[])cursor.Values(column);
                values[cursor.Row].CopyTo(ref value);
            };
        }

        private Array Values(int column) => parent._columns[column];
    }
}
