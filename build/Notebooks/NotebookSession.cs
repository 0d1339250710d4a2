using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Notebooks;

/// <summary>Runs the cells of a notebook one after the other, as the C# kernel of .NET Interactive does: with Roslyn's scripting.</summary>
internal sealed class NotebookSession
{
    // What the kernel imports by itself.
    private static readonly string[] Imports = ["System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    private readonly ScriptOptions _options = ScriptOptions.Default
        .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)))
        .WithImports(Imports)
        .WithOptimizationLevel(OptimizationLevel.Release);

    private ScriptState<object>? _state;

    /// <summary>The cells with what they give now.</summary>
    /// <exception cref="NotebookException">A cell does not compile or throws; it is named.</exception>
    public async Task<Notebook> RunAsync(Notebook notebook)
    {
        var cells = new List<NotebookCell>();
        foreach (var cell in notebook.Cells)
        {
            cells.Add(cell.IsCode ? cell with { Outputs = await RunAsync(cell) } : cell);
        }

        return new(cells);
    }

    private async Task<IReadOnlyList<CellOutput>> RunAsync(NotebookCell cell)
    {
        var console = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        try
        {
            var code = Code(cell.Source);
            _state = _state is null ? await CSharpScript.RunAsync(code, _options) : await _state.ContinueWithAsync(code, _options);
        }
        catch (Exception e)
        {
            throw new NotebookException($"cell '{cell.Id}' failed: {e}", e);
        }
        finally
        {
            Console.SetOut(console);
        }

        var outputs = new List<CellOutput>();
        if (printed.ToString() is { Length: > 0 } text)
        {
            outputs.Add(new(null, text));
        }

        if (_state.ReturnValue is { } value)
        {
            outputs.Add(Show(value));
        }

        return outputs;
    }

    /// <summary>Without the kernel's own commands, such as those that fetch packages: what they name is there already.</summary>
    public static string Code(string source) => string.Join('\n', source.Split('\n').Where(line => !line.StartsWith("#r ", StringComparison.Ordinal) && !line.StartsWith("#!", StringComparison.Ordinal)));

    /// <summary>As the kernel shows it: by the formatter that the type names, or as text.</summary>
    private static CellOutput Show(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(inherit: true).FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute is not null)
        {
            var source = Activator.CreateInstance((Type)Get(attribute, "FormatterSourceType"))!;
            var formatter = ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>().First();
            using var html = new StringWriter();
            formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, html]);
            return new((string)Get(formatter, "MimeType"), html.ToString());
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
