using System.Globalization;
using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Functions from one primitive type to another: to text and from it, between Boolean and numbers, and from a number to
/// one that holds at least its range.
/// </summary>
internal static class TypeConversion
{
    private static readonly Type[] Integers =
        [typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    public static bool CanConvert(PrimitiveDataViewType from, PrimitiveDataViewType to) =>
        from is not KeyDataViewType && to is not KeyDataViewType
        && (from.Equals(to) || from is TextDataViewType || to is TextDataViewType
            || (from is BooleanDataViewType && to is NumberDataViewType)
            || (from is NumberDataViewType && to is BooleanDataViewType)
            || (from is NumberDataViewType && to is NumberDataViewType && Widens(from.RawType, to.RawType)));

    /// <summary>A <see cref="Func{T, TResult}"/> from the one's raw type to the other's.</summary>
    public static Delegate Find(PrimitiveDataViewType from, PrimitiveDataViewType to)
    {
        if (from.Equals(to))
        {
            return Generic.Call<Delegate>(typeof(TypeConversion), nameof(Same), [from.RawType]);
        }

        if (to is TextDataViewType)
        {
            return Generic.Call<Delegate>(typeof(TypeConversion), nameof(ToText), [from.RawType]);
        }

        if (from is TextDataViewType)
        {
            return Generic.Call<Delegate>(typeof(TypeConversion), nameof(FromText), [to.RawType], to);
        }

        return from is BooleanDataViewType ? Generic.Call<Delegate>(typeof(TypeConversion), nameof(FromBoolean), [to.RawType])
            : to is BooleanDataViewType ? Generic.Call<Delegate>(typeof(TypeConversion), nameof(ToBoolean), [from.RawType])
            : Generic.Call<Delegate>(typeof(TypeConversion), nameof(Number), [from.RawType, to.RawType]);
    }

    private static bool Widens(Type from, Type to)
    {
        if (!Integers.Contains(from) || !Integers.Contains(to))
        {
            // Every number can be a floating-point one; none of those can be an integer.
            return !Integers.Contains(to);
        }

        var (fromIndex, toIndex) = (Array.IndexOf(Integers, from), Array.IndexOf(Integers, to));
        var (fromSigned, toSigned) = (fromIndex % 2 == 0, toIndex % 2 == 0);
        return toIndex / 2 > fromIndex / 2 && (toSigned || !fromSigned);
    }

    private static Func<T, T> Same<T>() => value => value;

    private static Func<TIn, TOut> Number<TIn, TOut>()
        where TIn : INumber<TIn>
        where TOut : INumber<TOut> => TOut.CreateTruncating;

    private static Func<bool, T> FromBoolean<T>()
        where T : INumber<T> => value => value ? T.One : T.Zero;

    private static Func<T, bool> ToBoolean<T>()
        where T : INumber<T> => value => !T.IsZero(value);

    private static Func<T, ReadOnlyMemory<char>> ToText<T>() => value => value switch
    {
        DateTime date => date.ToString("o", CultureInfo.InvariantCulture).AsMemory(),
        DateTimeOffset date => date.ToString("o", CultureInfo.InvariantCulture).AsMemory(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture).AsMemory(),
    };

    private static Func<ReadOnlyMemory<char>, T> FromText<T>(PrimitiveDataViewType type)
    {
        var parser = FieldParser.For<T>(type);
        return text => parser(text, out var value) || value is float or double
            ? value
            : throw new FormatException($"Could not parse '{text}' as {type}.");
    }
}
