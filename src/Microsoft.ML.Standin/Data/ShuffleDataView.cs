namespace Microsoft.ML.Data;

/// <summary>Rows in random order: a pool of rows is held, from which one is drawn and replaced at each step.</summary>
internal sealed class ShuffleDataView(IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var random = new Random(rand?.Next() ?? seed);
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        var input = source.GetRowCursor(needed, shuffleSource && source.CanShuffle ? new Random(random.Next()) : null);
        return new Cursor(input, needed, poolSize, random);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private interface IPool
    {
        Delegate Getter { get; }

        void Read(int slot);

        void Move(int from, int to);
    }

    private sealed class Pool<T>(ValueGetter<T> source, int size, Func<int> current) : IPool
    {
        private readonly T[] _values = new T[size];

        public Delegate Getter => (ValueGetter<T>)((ref T value) =>
        {
            // A vector's buffers stay the pool's own, so the values are copied.
            value = _values[current()];
            Copy(ref value);
        });

        public void Read(int slot) => source(ref _values[slot]);

        public void Move(int from, int to) => (_values[from], _values[to]) = (_values[to], _values[from]);

        private static void Copy(ref T value)
        {
            if (VectorCopy<T>.Copy is { } copy)
            {
                value = copy(value);
            }
        }
    }

    private sealed class Cursor : SourceCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly Random _random;
        private readonly int _size;
        private readonly Dictionary<int, IPool> _pools = [];
        private readonly Pool<DataViewRowId> _ids;
        private int _filled;
        private int _slot = -1;
        private bool _sourceDone;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, int size, Random random)
            : base(input.Schema, columns)
        {
            _input = input;
            _random = random;
            _size = size;
            _ids = new Pool<DataViewRowId>(input.GetIdGetter(), size, Current);
            foreach (var column in columns)
            {
                _pools[column.Index] = (IPool)Activator.CreateInstance(
                    typeof(Pool<>).MakeGenericType(column.Type.RawType), RowAccess.GetGetter(input, column), size, (Func<int>)Current);
            }
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.Getter;

        protected override bool MoveNextCore()
        {
            if (_slot >= 0)
            {
                // The row drawn last makes room: the last row of the pool takes its place.
                _filled--;
                Move(_filled, _slot);
            }

            while (_filled < _size && !_sourceDone)
            {
                if (!_input.MoveNext())
                {
                    _sourceDone = true;
                    break;
                }

                _ids.Read(_filled);
                foreach (var pool in _pools.Values)
                {
                    pool.Read(_filled);
                }

                _filled++;
            }

            if (_filled == 0)
            {
                return false;
            }

            _slot = _random.Next(_filled);
            return true;
        }

        protected override Delegate CreateGetter(int column) => _pools[column].Getter;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
            {
                _input.Dispose();
            }
        }

        private int Current()
        {
            CheckOnRow();
            return _slot;
        }

        private void Move(int from, int to)
        {
            _ids.Move(from, to);
            foreach (var pool in _pools.Values)
            {
                pool.Move(from, to);
            }
        }
    }
}
