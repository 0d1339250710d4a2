using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace Notebooks;

/// <summary>
/// Runs the cells of a notebook one after the other, as the C# kernel of .NET Interactive does: with Roslyn's scripting, the package's
/// <c>extension.dib</c> before the first cell. One session runs at a time, as a kernel has one console.
/// </summary>
internal sealed class NotebookSession
{
    // What the kernel imports by itself, and the one class whose members it lets cells use.
    private static readonly string[] Imports = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq", typeof(Kernel).FullName!];

    private readonly ScriptOptions _options = ScriptOptions.Default
        .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)))
        .WithImports(Imports)
        .WithOptimizationLevel(OptimizationLevel.Release);

    private ScriptState<object>? _state;

    /// <summary>The cells with what they give now.</summary>
    /// <exception cref="NotebookException">A cell does not compile or throws; it is named.</exception>
    public async Task<Notebook> RunAsync(Notebook notebook)
    {
        Formatter.ResetToDefault();
        await RunAsync("extension.dib", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "extension.dib")));

        var shown = new List<IReadOnlyList<DisplayedValue>>();
        foreach (var cell in notebook.Cells)
        {
            shown.Add(cell.IsCode ? await RunAsync(cell.Id, cell.Source) : []);
        }

        // Not before all cells have run: a later one may update what an earlier one shows.
        var execution = 0;
        return new([.. notebook.Cells.Zip(shown, (cell, values) =>
            cell.IsCode ? cell with { Outputs = [.. values.Select(value => value.Output)], Execution = ++execution } : cell)]);
    }

    private async Task<IReadOnlyList<DisplayedValue>> RunAsync(string cell, string source)
    {
        var outputs = new List<DisplayedValue>();
        var console = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        void TakePrinted()
        {
            if (printed.ToString() is { Length: > 0 } text)
            {
                outputs.Add(new(new CellOutput(null, text)));
                printed.GetStringBuilder().Clear();
            }
        }

        Console.SetOut(printed);
        Kernel.Displayed = value =>
        {
            TakePrinted();
            outputs.Add(value);
        };
        try
        {
            var code = Code(source);
            _state = _state is null ? await CSharpScript.RunAsync(code, _options) : await _state.ContinueWithAsync(code, _options);
        }
        catch (Exception e)
        {
            throw new NotebookException($"cell '{cell}' failed: {e}", e);
        }
        finally
        {
            Console.SetOut(console);
            Kernel.Displayed = null;
        }

        TakePrinted();
        if (_state.ReturnValue is { } value)
        {
            outputs.Add(new(Formatter.Format(value) with { IsResult = true }));
        }

        return outputs;
    }

    /// <summary>Without the kernel's own commands, such as those that fetch packages: what they name is there already.</summary>
    public static string Code(string source) => string.Join('\n', source.Split('\n').Where(line => !line.StartsWith("#r ", StringComparison.Ordinal) && !line.StartsWith("#!", StringComparison.Ordinal)));
}
