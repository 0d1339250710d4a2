using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Notebooks;

namespace MLSeq.Notebooks.Tests;

/// <summary>The file-based apps are what the command makes of the notebooks, and run.</summary>
public class AppTests
{
    // What the SDK imports into every app.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static TheoryData<string> All => NotebookFolder.Names;

    [Theory]
    [MemberData(nameof(All))]
    public void Every_notebook_has_the_app_that_is_made_of_it(string name) => Assert.Equal(Write(name), File.ReadAllText(Path.ChangeExtension(NotebookFolder.File(name), ".cs")));

    [Fact]
    public void No_app_is_left_of_a_notebook_that_is_gone() =>
        Assert.Equal(
            Directory.EnumerateFiles(NotebookFolder.Path, "*.ipynb").Select(Path.GetFileNameWithoutExtension).Order(),
            Directory.EnumerateFiles(NotebookFolder.Path, "*.cs").Select(Path.GetFileNameWithoutExtension).Order());

    [Theory]
    [MemberData(nameof(All))]
    public void Every_app_compiles(string name) => Assert.Empty(Errors(Write(name)));

    [Fact]
    public void Usings_go_to_the_top_types_to_the_end_texts_into_comments_and_last_expressions_are_shown()
    {
        var app = AppWriter.Write(
            new([
                new("a", false, "# Title\n\n| a | table |", [], []),
                new("b", true, "#r \"nuget: MLSeq.Interactive\"\n\nusing System.Text;\nusing MLSeq.Text;\n\n// Twice.\nnew Pair(2).Twice", [], []),
                new("c", true, "record Pair(int Value)\n{\n    public int Twice => 2 * Value;\n}\n\nConsole.WriteLine(1);", [], [])]),
            "name");

        Assert.Equal("""
            // Made of name.ipynb by 'dotnet run --project build/Notebooks -- --apps': change the notebook, not this file.
            #:property PublishAot=false
            #:project ../src/MLSeq.Interactive/MLSeq.Interactive.csproj
            #:property UsesMicrosoftML=true

            using System.Text;
            using MLSeq.Interactive;
            using MLSeq.Text;

            // The page with the pictures lies where the app was started; files are named from where the app lies.
            var notebook = new ConsoleNotebook("name.html");
            Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
            ShownValue display(object value) => notebook.Show(value);

            // # Title
            //
            // | a | table |

            // Twice.
            display(new Pair(2).Twice);

            Console.WriteLine(1);

            notebook.Save();

            record Pair(int Value)
            {
                public int Twice => 2 * Value;
            }

            """, app);
        Assert.Empty(Errors(app));
        Assert.NotEmpty(Errors(app + "class Pair;"));
    }

    [Theory]
    [InlineData("#r \"nuget: Unheard.Of, 1.0\"", "cell 'a'", "Unheard.Of")]
    [InlineData("var x = ;", "cell 'a'", "CS1525")]
    public void A_cell_that_no_app_can_be_made_of_is_named(string code, params string[] said)
    {
        var error = Assert.Throws<InvalidDataException>(() => AppWriter.Write(new([new("a", true, code, [], [])]), "name"));

        Assert.All(said, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_app_runs_from_any_folder_and_puts_its_page_there()
    {
        const string Name = "03-recurrent-cells";
        var folder = Directory.CreateTempSubdirectory("mlseq-tests-");
        try
        {
            // As these tests were built, so that what is built already is taken.
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            var start = new ProcessStartInfo("dotnet", ["run", "-c", configuration, Path.Combine(NotebookFolder.Path, Name + ".cs")]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, UseShellExecute = false };
            using var process = Process.Start(start)!;
            var printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            Assert.True(process.ExitCode == 0, printed);
            Assert.Matches(@"by hand (-?[0-9.]+), by the engine \1\n", printed);
            Assert.EndsWith($"views: {Name}.html\n", printed, StringComparison.Ordinal);
            Assert.Contains("What a small network learns", File.ReadAllText(Path.Combine(folder.FullName, Name + ".html")), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Write(string name) => AppWriter.Write(Notebook.Load(NotebookFolder.File(name)), Path.GetFileNameWithoutExtension(name));

    private static IEnumerable<Diagnostic> Errors(string app)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]);
        return CSharpCompilation.Create("app", [CSharpSyntaxTree.ParseText(ImplicitUsings, options), CSharpSyntaxTree.ParseText(app, options)], References, new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Annotations))
            .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
