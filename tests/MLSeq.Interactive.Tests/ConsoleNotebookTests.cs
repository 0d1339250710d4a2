namespace MLSeq.Interactive.Tests;

[Collection(nameof(Console))]
public class ConsoleNotebookTests
{
    [Fact]
    public void Texts_go_to_the_console_and_views_to_the_page_as_they_look_last()
    {
        var folder = Directory.CreateTempSubdirectory("mlseq-tests-");
        var console = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        try
        {
            var path = Path.Combine(folder.FullName, "run.html");
            var notebook = new ConsoleNotebook(path);
            notebook.Show("a text");
            notebook.Show(new[] { 1.5, 2 });
            var shown = notebook.Show(Gallery.Views[0]);
            shown.Update(Gallery.Translation);
            notebook.Save();

            Assert.Equal($"a text\n1.5\n2\n{Gallery.Views[0].Title}\nAttention\n1 views: {path}\n", printed.ToString());
            var page = File.ReadAllText(path);
            Assert.Contains("<title>run</title>", page, StringComparison.Ordinal);
            Assert.Contains(Charts.HeatMap.OfAttention(Gallery.Translation).ToHtml(), page, StringComparison.Ordinal);
            Assert.DoesNotContain(Gallery.Views[0].ToHtml(), page, StringComparison.Ordinal);
        }
        finally
        {
            Console.SetOut(console);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Where_there_is_no_view_there_is_no_page()
    {
        var folder = Directory.CreateTempSubdirectory("mlseq-tests-");
        try
        {
            var notebook = new ConsoleNotebook(Path.Combine(folder.FullName, "run.html"));
            notebook.Show("a text");
            notebook.Save();

            Assert.Empty(folder.EnumerateFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
