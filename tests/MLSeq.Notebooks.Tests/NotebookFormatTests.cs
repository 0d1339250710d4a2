using System.Text.Json;
using Notebooks;

namespace MLSeq.Notebooks.Tests;

/// <summary>The files are notebooks as nbformat 4.5 describes them, with what a kernel leaves in them.</summary>
public class NotebookFormatTests
{
    public static TheoryData<string> All => NotebookFolder.Names;

    [Theory]
    [MemberData(nameof(All))]
    public void The_file_is_of_the_notebook_format(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(NotebookFolder.File(name)));
        var root = file.RootElement;

        AssertMembers(root, "cells", "metadata", "nbformat", "nbformat_minor");
        Assert.Equal((4, 5), (root.GetProperty("nbformat").GetInt32(), root.GetProperty("nbformat_minor").GetInt32()));
        Assert.Equal(".net-csharp", root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        Assert.Equal("C#", root.GetProperty("metadata").GetProperty("language_info").GetProperty("name").GetString());

        var cells = root.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(cells.Count, cells.Select(cell => cell.GetProperty("id").GetString()).Distinct().Count());
        var execution = 0;
        foreach (var cell in cells)
        {
            Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", cell.GetProperty("id").GetString());
            Assert.All(cell.GetProperty("metadata").EnumerateObject(), member => Assert.Equal("tags", member.Name));
            AssertLines(cell.GetProperty("source"));
            if (cell.GetProperty("cell_type").GetString() == "markdown")
            {
                AssertMembers(cell, "cell_type", "id", "metadata", "source");
                continue;
            }

            Assert.Equal("code", cell.GetProperty("cell_type").GetString());
            AssertMembers(cell, "cell_type", "execution_count", "id", "metadata", "outputs", "source");
            Assert.Equal(++execution, cell.GetProperty("execution_count").GetInt32());
            Assert.All(cell.GetProperty("outputs").EnumerateArray(), output => AssertOutput(output, execution));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_first_cell_with_code_fetches_the_package_that_shows_results(string name) =>
        Assert.StartsWith("#r \"nuget: MLSeq.Interactive\"\n", Notebook.Load(NotebookFolder.File(name)).Cells.First(cell => cell.IsCode).Source, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_of_the_machine_that_ran_it_is_left_in_it(string name)
    {
        var text = File.ReadAllText(NotebookFolder.File(name));

        Assert.DoesNotContain(NotebookFolder.Repository, text, StringComparison.Ordinal);
        foreach (var variable in new[] { "MLSEQ_DATA", "HOME", "USERPROFILE" })
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 1 } folder)
            {
                Assert.DoesNotContain(folder + "/", text, StringComparison.Ordinal);
            }
        }
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
                new("b", true, "1 + 1\n", ["varies"], [new(null, "printed\n"), new("text/html", "<b>2</b>\n\n"), new("text/plain", "2", IsResult: true)]) { Execution = 1 },
                new("c", true, "", [], [])]);
            notebook.Save(path);

            var loaded = Notebook.Load(path);

            Assert.Equal(notebook.Cells.Select(Values), loaded.Cells.Select(Values));
            Assert.Equal(notebook.Cells.SelectMany(cell => cell.Outputs), loaded.Cells.SelectMany(cell => cell.Outputs));
            File.WriteAllText(path, "{}");
            Assert.Contains("n.ipynb", Assert.Throws<InvalidDataException>(() => Notebook.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string, bool, string, string, int?) Values(NotebookCell cell) => (cell.Id, cell.IsCode, cell.Source, string.Join(',', cell.Tags), cell.Execution);

    private static void AssertOutput(JsonElement output, int execution)
    {
        var type = output.GetProperty("output_type").GetString();
        if (type == "stream")
        {
            AssertMembers(output, "name", "output_type", "text");
            Assert.Equal("stdout", output.GetProperty("name").GetString());
            AssertLines(output.GetProperty("text"));
            return;
        }

        Assert.Contains(type, new[] { "display_data", "execute_result" });
        if (type == "execute_result")
        {
            AssertMembers(output, "data", "execution_count", "metadata", "output_type");
            Assert.Equal(execution, output.GetProperty("execution_count").GetInt32());
        }
        else
        {
            AssertMembers(output, "data", "metadata", "output_type");
        }

        Assert.Equal(JsonValueKind.Object, output.GetProperty("metadata").ValueKind);
        var bundle = Assert.Single(output.GetProperty("data").EnumerateObject());
        Assert.Contains(bundle.Name, new[] { "text/html", "text/plain" });
        AssertLines(bundle.Value);
    }

    private static void AssertMembers(JsonElement of, params string[] names) => Assert.Equal(names, of.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));

    /// <summary>Lines that all but the last end, and that no other line break divides.</summary>
    private static void AssertLines(JsonElement lines)
    {
        string[] texts = [.. lines.EnumerateArray().Select(line => line.GetString()!)];
        Assert.All(texts.SkipLast(1), line => Assert.EndsWith("\n", line, StringComparison.Ordinal));
        Assert.All(texts, line => Assert.DoesNotContain('\n', line[..^1]));
    }
}
