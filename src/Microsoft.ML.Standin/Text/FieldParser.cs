using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Parses text into a type. Empty text is the type's default; what cannot be parsed is NaN, or an error where there is none.</summary>
internal static class FieldParser
{
    private static readonly string[] True = ["true", "t", "yes", "y", "1", "+1", "+"];

    private static readonly string[] False = ["false", "f", "no", "n", "0", "-1", "-"];

    /// <summary>Parses text of a column type; false where it cannot be.</summary>
    public delegate bool Parser<T>(ReadOnlyMemory<char> text, out T value);

    public static Parser<T> For<T>(PrimitiveDataViewType type) => (Parser<T>)Find(type);

    private static Delegate Find(PrimitiveDataViewType type)
    {
        if (type is KeyDataViewType key)
        {
            return Generic.Call<Delegate>(typeof(FieldParser), nameof(Key), [key.RawType], key.Count);
        }

        return type.RawType switch
        {
            var t when t == typeof(ReadOnlyMemory<char>) => (Parser<ReadOnlyMemory<char>>)Text,
            var t when t == typeof(bool) => (Parser<bool>)Boolean,
            var t when t == typeof(DateTime) => (Parser<DateTime>)Date,
            var t when t == typeof(DateTimeOffset) => (Parser<DateTimeOffset>)DateOffset,
            var t when t == typeof(float) || t == typeof(double) => Generic.Call<Delegate>(typeof(FieldParser), nameof(Real), [t]),
            var t => Generic.Call<Delegate>(typeof(FieldParser), nameof(Other), [t]),
        };
    }

    private static bool Text(ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool Boolean(ReadOnlyMemory<char> text, out bool value)
    {
        var word = text.ToString().Trim();
        value = True.Contains(word, StringComparer.OrdinalIgnoreCase);
        return value || word.Length == 0 || False.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private static bool Date(ReadOnlyMemory<char> text, out DateTime value)
    {
        value = default;
        return text.Span.IsWhiteSpace() || DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);
    }

    private static bool DateOffset(ReadOnlyMemory<char> text, out DateTimeOffset value)
    {
        value = default;
        return text.Span.IsWhiteSpace() || DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);
    }

    private static Parser<T> Real<T>()
        where T : System.Numerics.IFloatingPointIeee754<T> => (text, out value) =>
    {
        value = T.Zero;
        if (text.Length == 0 || T.TryParse(text.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        value = T.NaN;
        return false;
    };

    private static Parser<T> Other<T>()
        where T : ISpanParsable<T> => (text, out value) =>
    {
        value = default;
        return text.Span.IsWhiteSpace() || T.TryParse(text.Span, CultureInfo.InvariantCulture, out value);
    };

    // The file has indices from 0 on; a key's value is one more, and 0 where it is missing.
    private static Parser<T> Key<T>(ulong count)
        where T : System.Numerics.INumber<T> => (text, out value) =>
    {
        value = T.Zero;
        if (text.Span.IsWhiteSpace())
        {
            return true;
        }

        if (!ulong.TryParse(text.Span, CultureInfo.InvariantCulture, out var index) || index >= count)
        {
            return false;
        }

        value = T.CreateChecked(index + 1);
        return true;
    };
}
