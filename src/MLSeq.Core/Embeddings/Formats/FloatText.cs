using System.Buffers.Text;

namespace MLSeq.Embeddings.Formats;

/// <summary>Parses decimal numbers to the nearest float.</summary>
internal static class FloatText
{
    // A further digit still leaves a number that fits.
    private const long MaxNumber = 1_000_000_000_000_000;

    // Powers of ten that a double holds exactly.
    private static readonly double[] Powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Parses a whole text; also 'nan', 'inf' and 'infinity' of either sign.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (TryParseShort(text, out var nearest) && !IsHalfway(nearest))
        {
            value = (float)nearest;
            return true;
        }

        return (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length) || TryParseSpecial(text, out value);
    }

    /// <summary>
    /// Up to 16 digits with a point and an exponent. The quotient or product of two numbers that doubles hold exactly is
    /// the nearest double.
    /// </summary>
    private static bool TryParseShort(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var i = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        var (number, digits, point) = (0L, 0, -1);
        for (; i < text.Length && (text[i] | 0x20) != 'e'; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9 && number < MaxNumber)
            {
                number = (10 * number) + digit;
                digits++;
            }
            else if (text[i] == '.' && point < 0)
            {
                point = digits;
            }
            else
            {
                return false;
            }
        }

        var exponent = 0;
        if (digits == 0 || (i < text.Length && !TryParseExponent(text[(i + 1)..], out exponent)))
        {
            return false;
        }

        exponent -= point < 0 ? 0 : digits - point;
        if (Math.Abs(exponent) >= Powers.Length || number >= 1L << 53)
        {
            return false;
        }

        value = exponent < 0 ? number / Powers[-exponent] : number * Powers[exponent];
        value = text[0] == '-' ? -value : value;
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var start = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        if (text.Length - start is < 1 or > 3)
        {
            return false;
        }

        foreach (var letter in text[start..])
        {
            if (letter is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            exponent = (10 * exponent) + letter - '0';
        }

        exponent = text[0] == '-' ? -exponent : exponent;
        return true;
    }

    /// <summary>
    /// Whether a double lies in the middle between two floats (or may, where those are subnormal). On any other the
    /// nearest float is the same as that of the decimal number, which the double is the nearest of.
    /// </summary>
    private static bool IsHalfway(double value)
    {
        const long Below = (1L << 29) - 1;
        const double LeastNormal = 1.17549435e-38;
        return (BitConverter.DoubleToInt64Bits(value) & Below) == 1L << 28 || (value != 0 && Math.Abs(value) < LeastNormal);
    }

    private static bool TryParseSpecial(ReadOnlySpan<byte> text, out float value)
    {
        Span<char> name = stackalloc char[9];
        value = 0;
        var sign = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        if (text.Length - sign is < 3 or > 8)
        {
            return false;
        }

        var length = System.Text.Encoding.Latin1.GetChars(text[sign..], name);
        ReadOnlySpan<char> found = name[..length];
        if (found.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = float.NaN;
            return true;
        }

        if (found.Equals("inf", StringComparison.OrdinalIgnoreCase) || found.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = text[0] == '-' ? float.NegativeInfinity : float.PositiveInfinity;
            return true;
        }

        return false;
    }
}
