using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>A label column, whose values are read as numbers: class indices from 0, 0 or 1, or targets.</summary>
internal sealed class LabelColumn
{
    /// <summary>Keys that no mapping made, such as ids of a database, may claim any number of values.</summary>
    private const int MostClasses = 1 << 20;

    private readonly DataViewSchema.Column _column;

    /// <param name="column">A column of keys, Booleans or single-precision numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The keys have too many values, or values of an unknown type.</exception>
    public LabelColumn(DataViewSchema.Column column)
    {
        _column = column;
        if (column.Type is KeyDataViewType key)
        {
            ClassCount = key.Count <= MostClasses
                ? (int)key.Count
                : throw ColumnTypes.Mismatch(column, "label", $"keys of at most {MostClasses} values");
            Values = LabelValues.Of(column);
        }
        else if (column.Type is BooleanDataViewType)
        {
            ClassCount = 2;
        }
    }

    /// <summary>The column's name.</summary>
    public string Name => _column.Name;

    /// <summary>How many classes there can be; 0 for targets.</summary>
    public int ClassCount { get; }

    /// <summary>What the keys stand for; null where they have no values.</summary>
    public LabelValues? Values { get; }

    /// <summary>What a class is called in messages.</summary>
    public string ClassName(int index) => _column.Type is BooleanDataViewType ? (index == 1).ToString()
        : Values is not null ? Values.Texts[index]
        : $"key {index + 1}";

    /// <summary>Makes a getter of the label of a cursor's row; NaN where it is missing.</summary>
    public Func<float> MakeGetter(DataViewRow row) => _column.Type switch
    {
        KeyDataViewType key when key.RawType == typeof(byte) => Key<byte>(row, value => value),
        KeyDataViewType key when key.RawType == typeof(ushort) => Key<ushort>(row, value => value),
        KeyDataViewType key when key.RawType == typeof(ulong) => Key<ulong>(row, value => value),
        KeyDataViewType => Key<uint>(row, value => value),
        BooleanDataViewType => Boolean(row),
        _ => Number(row),
    };

    private Func<float> Key<T>(DataViewRow row, Func<T, ulong> toNumber)
    {
        var get = row.GetGetter<T>(_column);
        T value = default!;
        return () =>
        {
            get(ref value);
            var key = toNumber(value);
            return key == 0 || key > (ulong)ClassCount ? float.NaN : key - 1;
        };
    }

    private Func<float> Boolean(DataViewRow row)
    {
        var get = row.GetGetter<bool>(_column);
        var value = false;
        return () =>
        {
            get(ref value);
            return value ? 1 : 0;
        };
    }

    private Func<float> Number(DataViewRow row)
    {
        var get = row.GetGetter<float>(_column);
        var value = 0f;
        return () =>
        {
            get(ref value);
            return !float.IsInfinity(value)
                ? value
                : throw new InvalidOperationException($"Row {row.Position}: label column '{Name}' has {value}; expected a finite number.");
        };
    }
}
