using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Interop;

/// <summary>The values of a column in the rows that a cursor has read ahead.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Forgets the rows.</summary>
    public abstract void Clear();

    /// <summary>Appends the value of the source's current row.</summary>
    public abstract void Read();

    /// <summary>Makes a <c>ValueGetter</c> of the value in the row that is asked for.</summary>
    /// <param name="row">Gives the row's place among those read.</param>
    public abstract Delegate MakeGetter(Func<int> row);

    /// <summary>Makes a buffer of a column's type.</summary>
    public static ColumnBuffer Create(DataViewRow source, DataViewSchema.Column column)
    {
        var (method, type) = column.Type is VectorDataViewType vector
            ? (nameof(CreateVector), vector.ItemType.RawType)
            : (nameof(CreateScalar), column.Type.RawType);
        return (ColumnBuffer)typeof(ColumnBuffer)
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type)
            .Invoke(null, [source, column])!;
    }

    private static Scalars<T> CreateScalar<T>(DataViewRow source, DataViewSchema.Column column) => new(source.GetGetter<T>(column));

    private static Vectors<T> CreateVector<T>(DataViewRow source, DataViewSchema.Column column) => new(source.GetGetter<VBuffer<T>>(column));

    private sealed class Scalars<T>(ValueGetter<T> get) : ColumnBuffer
    {
        private readonly List<T> _values = [];

        public override void Clear() => _values.Clear();

        public override void Read()
        {
            T value = default!;
            get(ref value);
            _values.Add(value);
        }

        public override Delegate MakeGetter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = _values[row()]);
    }

    private sealed class Vectors<T>(ValueGetter<VBuffer<T>> get) : ColumnBuffer
    {
        // The vectors' own memory is used again for the next window.
        private VBuffer<T>[] _values = [];
        private int _count;

        public override void Clear() => _count = 0;

        public override void Read()
        {
            if (_count == _values.Length)
            {
                Array.Resize(ref _values, Math.Max(16, 2 * _count));
            }

            get(ref _values[_count++]);
        }

        public override Delegate MakeGetter(Func<int> row) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[row()].CopyTo(ref value));
    }
}
