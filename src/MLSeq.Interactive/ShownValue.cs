using System.Collections;
using System.Globalization;

namespace MLSeq.Interactive;

/// <summary>A value that a program shows.</summary>
public sealed class ShownValue
{
    internal ShownValue(object value) => Update(value);

    internal NotebookView? View { get; private set; }

    /// <summary>Shows another value, or the same as it looks now, in its place; the console has a line more.</summary>
    /// <param name="value">The value.</param>
    public void Update(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        View = ResultViews.TryGet(value, out var view) ? view : null;
        Console.WriteLine(View?.Title ?? Text(value));
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => string.Join('\n', many.Cast<object>().Select(Text)),
        _ => value.ToString() ?? "",
    };
}
