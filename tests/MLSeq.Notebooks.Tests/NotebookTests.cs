using System.Text.Json;
using Notebooks;

namespace MLSeq.Notebooks.Tests;

/// <summary>The notebooks run from top to bottom, and give what is saved in them.</summary>
public class NotebookTests
{
    private static readonly string Folder = Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "notebooks");

    public static TheoryData<string> All() => [.. Directory.EnumerateFiles(Folder, "*.ipynb").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_cell_runs_and_gives_what_is_saved(string name)
    {
        // Notebooks name files from where they lie.
        Directory.SetCurrentDirectory(Folder);
        var saved = Notebook.Load(Path.Combine(Folder, name));

        var now = await new NotebookSession().RunAsync(saved);

        Assert.Contains(now.Cells, cell => cell.Outputs.Count > 0);
        foreach (var (before, after) in saved.Cells.Zip(now.Cells))
        {
            Assert.True(before.Outputs.Select(output => output.Mime).SequenceEqual(after.Outputs.Select(output => output.Mime)), $"cell '{before.Id}' gives outputs of another kind than are saved.");
            Assert.True(
                !before.IsDeterministic || before.Outputs.SequenceEqual(after.Outputs),
                $"cell '{before.Id}' gives another output than is saved:\n{string.Join('\n', after.Outputs.Select(output => output.Text))}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_file_is_of_the_notebook_format(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name)));
        var root = file.RootElement;

        Assert.Equal((4, 5), (root.GetProperty("nbformat").GetInt32(), root.GetProperty("nbformat_minor").GetInt32()));
        Assert.Equal(".net-csharp", root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        var cells = root.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(cells.Count, cells.Select(cell => cell.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(cells, cell =>
        {
            Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", cell.GetProperty("id").GetString());
            Assert.Equal(JsonValueKind.Object, cell.GetProperty("metadata").ValueKind);
            Assert.Equal(JsonValueKind.Array, cell.GetProperty("source").ValueKind);
            var isCode = cell.GetProperty("cell_type").GetString() == "code";
            Assert.Equal(isCode, cell.TryGetProperty("outputs", out _));
            Assert.Equal(isCode, cell.TryGetProperty("execution_count", out _));
        });
    }

    [Fact]
    public async Task A_failing_cell_is_named()
    {
        var notebook = new Notebook([new("first", true, "var x = 1;", [], []), new("second", true, "x / (x - 1)", [], [])]);

        var error = await Assert.ThrowsAsync<NotebookException>(() => new NotebookSession().RunAsync(notebook));

        Assert.Contains("'second'", error.Message, StringComparison.Ordinal);
        Assert.IsType<DivideByZeroException>(error.InnerException);
    }

    [Fact]
    public void A_notebook_comes_back_as_it_was_saved()
    {
        var folder = Directory.CreateTempSubdirectory("mlseq-tests-");
        try
        {
            var path = Path.Combine(folder.FullName, "n.ipynb");
            var notebook = new Notebook([
                new("a", false, "# Title\n\ntext \"quoted\" 山\n", [], []),
                new("b", true, "1 + 1\n", ["varies"], [new(null, "printed\n"), new("text/html", "<b>2</b>\n\n")])]);
            notebook.Save(path);

            var loaded = Notebook.Load(path);

            Assert.Equal(notebook.Cells.Select(cell => (cell.Id, cell.IsCode, cell.Source, string.Join(',', cell.Tags))), loaded.Cells.Select(cell => (cell.Id, cell.IsCode, cell.Source, string.Join(',', cell.Tags))));
            Assert.Equal(notebook.Cells.SelectMany(cell => cell.Outputs), loaded.Cells.SelectMany(cell => cell.Outputs));
            File.WriteAllText(path, "{}");
            Assert.Contains("n.ipynb", Assert.Throws<InvalidDataException>(() => Notebook.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Root(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "MLSeq.sln")) ? folder.FullName : Root(folder.Parent!);
}
