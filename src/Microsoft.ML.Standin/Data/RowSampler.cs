using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Gives each row a number from 0 to 1, by a hash of its identity, or of the value of a column, and of a seed.</summary>
internal sealed class RowSampler(DataViewSchema.Column? key, long seed)
{
    public DataViewSchema.Column[] Columns => key is { } column ? [column] : [];

    public Func<bool> Inside(DataViewRow row, double from, double to)
    {
        var fraction = Reader(row);
        return () => fraction() is var value && value >= from && value < to;
    }

    public Func<bool> Outside(DataViewRow row, double from, double to)
    {
        var inside = Inside(row, from, to);
        return () => !inside();
    }

    private Func<double> Reader(DataViewRow row)
    {
        if (key is not { } column)
        {
            var getId = row.GetIdGetter();
            return () =>
            {
                DataViewRowId id = default;
                getId(ref id);
                return Fraction(id);
            };
        }

        if (column.Type is VectorDataViewType)
        {
            throw new ArgumentOutOfRangeException("samplingKeyColumnName", $"The sampling key column '{column.Name}' is a {column.Type}; it must have single values.");
        }

        return Generic.Call<Func<double>>(typeof(RowSampler), nameof(KeyFraction), [column.Type.RawType], this, row, column);
    }

    private static Func<double> KeyFraction<T>(RowSampler sampler, DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);

            // FNV-1a over the text of the value: .NET's own hash codes differ from process to process.
            var hash = 14695981039346656037UL;
            foreach (var c in Convert.ToString(value, CultureInfo.InvariantCulture))
            {
                hash = (hash ^ c) * 1099511628211UL;
            }

            return sampler.Fraction(new(hash, 0));
        };
    }

    private double Fraction(DataViewRowId id) => (id.Combine(new((ulong)seed, 1)).Low >> 11) * (1.0 / (1UL << 53));
}
