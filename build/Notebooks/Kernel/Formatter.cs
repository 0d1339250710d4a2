using System.Collections;
using System.Globalization;
using System.Reflection;
using Notebooks;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>How values are shown: of .NET Interactive's class of this name what a package's <c>extension.dib</c> calls, and the rules by which the kernel chooses.</summary>
public static class Formatter
{
    private static readonly List<(Type Type, Action<object, TextWriter> Format, string MimeType)> Registered = [];

    /// <summary>Says how values of a type are shown.</summary>
    /// <param name="type">The type, or one that theirs can be assigned to.</param>
    /// <param name="formatter">Writes one.</param>
    /// <param name="mimeType">What it writes.</param>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = "text/plain") => Registered.Insert(0, (type, formatter, mimeType));

    /// <summary>Forgets what was registered.</summary>
    public static void ResetToDefault() => Registered.Clear();

    /// <summary>As the kernel shows it: as was registered last, by the formatter that the type names, or as text.</summary>
    internal static CellOutput Format(object value)
    {
        using var writer = new StringWriter();
        if (Registered.FirstOrDefault(r => r.Type.IsInstanceOfType(value)) is { Format: { } format, MimeType: var mime })
        {
            format(value, writer);
            return new(mime, writer.ToString());
        }

        var attribute = value.GetType().GetCustomAttributes(inherit: true).FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute is not null)
        {
            var source = Activator.CreateInstance((Type)Get(attribute, "FormatterSourceType"))!;
            var formatter = ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>().First();
            formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer]);
            return new((string)Get(formatter, "MimeType"), writer.ToString());
        }

        return new("text/plain", Text(value));
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => string.Join('\n', many.Cast<object>().Select(Text)),
        _ => value.ToString() ?? "",
    };

    private static object Get(object of, string property) => of.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.GetValue(of)!;
}
