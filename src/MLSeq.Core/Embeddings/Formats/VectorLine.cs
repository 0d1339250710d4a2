using System.Text;

namespace MLSeq.Embeddings.Formats;

/// <summary>A line of the text formats: a word and its values, separated by spaces or tabs.</summary>
internal static class VectorLine
{
    /// <summary>Parses a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="vector">Receives the values.</param>
    /// <param name="word">The bytes of the word.</param>
    /// <returns>What is wrong with the line; null: nothing.</returns>
    public static string? Parse(ReadOnlySpan<byte> line, Span<float> vector, out ReadOnlySpan<byte> word)
    {
        line = Trim(line);
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        word = end < 0 ? line : line[..end];
        var values = end < 0 ? [] : line[end..];
        var count = 0;
        while (count < vector.Length && TakeField(ref values, out var field) && FloatText.TryParse(field, out vector[count]))
        {
            count++;
        }

        if (count < vector.Length || !values.IsEmpty)
        {
            // The word itself may contain spaces, but not only numbers behind the first.
            var numbers = CountValues(line);
            if (numbers < vector.Length || numbers == Fields(line) - 1)
            {
                return Wrong(word, line, vector.Length);
            }

            word = ParseFromEnd(line, vector);
        }

        for (var i = 0; i < vector.Length; i++)
        {
            if (!float.IsFinite(vector[i]))
            {
                return $"found {vector[i]} as value {i + 1} of '{Encoding.UTF8.GetString(word)}'; expected a finite number.";
            }
        }

        return null;
    }

    /// <summary>How many fields at a line's end are numbers, the first field of all, the word, not counted.</summary>
    public static int CountValues(ReadOnlySpan<byte> line)
    {
        line = Trim(line);
        var count = 0;
        while (TakeLastField(ref line, out var field) && !line.IsEmpty && FloatText.TryParse(field, out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>A line without the white space at its end.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\r"u8);

    private static int Fields(ReadOnlySpan<byte> line)
    {
        var count = 0;
        while (TakeLastField(ref line, out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>Parses the last fields, which are numbers. Gives what is before them.</summary>
    private static ReadOnlySpan<byte> ParseFromEnd(ReadOnlySpan<byte> line, Span<float> vector)
    {
        var i = vector.Length;
        while (i > 0 && TakeLastField(ref line, out var field) && FloatText.TryParse(field, out vector[i - 1]))
        {
            i--;
        }

        return line;
    }

    /// <summary>Takes the first field off a text that starts with separators.</summary>
    private static bool TakeField(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> field)
    {
        var start = text.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0)
        {
            field = [];
            return false;
        }

        text = text[start..];
        var end = text.IndexOfAny((byte)' ', (byte)'\t');
        field = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[end..];
        return true;
    }

    /// <summary>Takes the last field and the separators before it off a text that does not end in separators.</summary>
    private static bool TakeLastField(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> field)
    {
        field = text[(text.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..];
        text = text[..^field.Length].TrimEnd(" \t"u8);
        return !field.IsEmpty;
    }

    private static string Wrong(ReadOnlySpan<byte> word, ReadOnlySpan<byte> line, int dimensions)
    {
        var rest = line[word.Length..];
        var place = 0;
        while (TakeField(ref rest, out var field))
        {
            place++;
            if (!FloatText.TryParse(field, out _))
            {
                return $"found '{Encoding.UTF8.GetString(field[..Math.Min(field.Length, 64)])}' as value {place} of "
                    + $"'{Encoding.UTF8.GetString(word)}'; expected a number and {dimensions} of them.";
            }
        }

        return $"found {place} values for '{Encoding.UTF8.GetString(word)}'; expected {dimensions}.";
    }
}
