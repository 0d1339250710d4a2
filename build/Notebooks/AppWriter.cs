using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Notebooks;

/// <summary>
/// Makes a file-based app (<c>dotnet run NAME.cs</c>) of a notebook: the text becomes comments, usings go to the top and types to the end,
/// and what a cell's last expression gives is shown.
/// </summary>
internal static class AppWriter
{
    private const int LineLength = 120;

    // What stands for the packages that a notebook fetches.
    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["MLSeq.Interactive"] = ["#:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj", "#:property UsesMicrosoftML=true"],
        ["Microsoft.ML.OnnxRuntime"] = ["#:property UsesOnnxRuntime=true"],
    };

    /// <summary>The source of the app.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">Its file's name, without its extension.</param>
    /// <exception cref="InvalidDataException">A cell is no C#, or fetches a package that is not known here.</exception>
    public static string Write(Notebook notebook, string name)
    {
        var (usings, body, types) = (new HashSet<string>(StringComparer.Ordinal) { "MLSeq.Interactive" }, new StringBuilder(), new StringBuilder());
        var directives = new List<string> { "#:property PublishAot=false" };
        foreach (var cell in notebook.Cells)
        {
            if (!cell.IsCode)
            {
                body.Append('\n').AppendJoin('\n', cell.Source.TrimEnd('\n').Split('\n').SelectMany(Wrap).Select(line => $"// {line}".TrimEnd())).Append('\n');
                continue;
            }

            directives.AddRange(cell.Source.Split('\n').Where(line => line.StartsWith("#r ", StringComparison.Ordinal)).SelectMany(line => Directives(cell, line)));
            Append(cell, usings, body, types);
        }

        return $"""
            // Made of {name}.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
            {string.Join('\n', directives)}

            {string.Join('\n', usings.OrderBy(u => !u.StartsWith("System", StringComparison.Ordinal)).ThenBy(u => u, StringComparer.Ordinal).Select(u => $"using {u};"))}

            // The page with the pictures lies where the app was started; files are named from where the app lies.
            var notebook = new ConsoleNotebook("{name}.html");
            Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
            ShownValue display(object value) => notebook.Show(value);
            {body}
            notebook.Save();

            """ + types;
    }

    private static void Append(NotebookCell cell, HashSet<string> usings, StringBuilder body, StringBuilder types)
    {
        var tree = CSharpSyntaxTree.ParseText(NotebookSession.Code(cell.Source), new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script));
        if (tree.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidDataException($"cell '{cell.Id}': {error}");
        }

        var unit = tree.GetCompilationUnitRoot();
        usings.UnionWith(unit.Usings.Select(u => u.ToString()["using ".Length..^1]));
        var code = new StringBuilder();
        foreach (var member in unit.Members)
        {
            if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            {
                types.Append('\n').Append(member.ToFullString().Trim('\n')).Append('\n');
            }
            else if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            {
                code.Append(member.GetLeadingTrivia().ToFullString()).Append("display(").Append(last.Expression.WithoutTrivia().ToFullString()).Append(");\n");
            }
            else
            {
                code.Append(member.ToFullString());
            }
        }

        if (code.ToString().Trim('\n') is { Length: > 0 } text)
        {
            body.Append('\n').Append(text).Append('\n');
        }
    }

    private static string[] Directives(NotebookCell cell, string line)
    {
        const string Start = "#r \"nuget: ";
        var package = line.StartsWith(Start, StringComparison.Ordinal) ? line[Start.Length..].TrimEnd('"', ' ').Split(',')[0] : line;
        return Packages.TryGetValue(package, out var directives)
            ? directives
            : throw new InvalidDataException($"cell '{cell.Id}': {line} names a package that no app knows; expected one of {string.Join(", ", Packages.Keys)}.");
    }

    /// <summary>A line of Markdown in lines of a comment; tables and formulas stay as they are.</summary>
    private static IEnumerable<string> Wrap(string line)
    {
        var text = new StringBuilder();
        foreach (var word in line.StartsWith('|') || line.StartsWith('$') ? [line] : line.Split(' '))
        {
            if (text.Length > 0 && text.Length + word.Length >= LineLength - 3)
            {
                yield return text.ToString();
                text.Clear();
            }

            text.Append(text.Length > 0 ? " " : "").Append(word);
        }

        yield return text.ToString();
    }
}
