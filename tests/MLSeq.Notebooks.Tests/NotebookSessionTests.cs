using Notebooks;

namespace MLSeq.Notebooks.Tests;

/// <summary>Cells are run and shown as the C# kernel of .NET Interactive does it.</summary>
[Collection(nameof(NotebookSession))]
public class NotebookSessionTests
{
    [Fact]
    public async Task A_failing_cell_is_named()
    {
        var error = await Assert.ThrowsAsync<NotebookException>(() => Run("var x = 1;", "x / (x - 1)"));

        Assert.Contains("'cell-2'", error.Message, StringComparison.Ordinal);
        Assert.IsType<DivideByZeroException>(error.InnerException);
    }

    [Fact]
    public async Task What_is_printed_shown_and_returned_comes_in_this_order_and_cells_are_numbered()
    {
        var cells = (await Run("Console.WriteLine(1);\ndisplay(2);\nConsole.WriteLine(3);\n4", "var unseen = 5;")).Cells;

        Assert.Equal([new(null, "1\n"), new("text/plain", "2"), new(null, "3\n"), new("text/plain", "4", IsResult: true)], cells[0].Outputs);
        Assert.Empty(cells[1].Outputs);
        Assert.Equal([1, 2], cells.Select(cell => cell.Execution));
    }

    [Fact]
    public async Task What_is_shown_can_be_updated_by_a_later_cell()
    {
        var cells = (await Run("var shown = display(\"before\");", "shown.Update(\"after\");")).Cells;

        Assert.Equal([new("text/plain", "after")], cells[0].Outputs);
        Assert.Empty(cells[1].Outputs);
    }

    [Fact]
    public async Task Curves_grow_while_a_training_reports_to_them()
    {
        var cells = (await Run("""
            using MLSeq.Interactive.Charts;
            using MLSeq.Networks.Training;
            var curves = new TrainingCurves();
            var shown = display(curves);
            curves.Changed = shown.Update;
            """,
            "new SequenceTrainer(new MLSeq.Networks.SequenceNetwork(new() { FrameSize = 1, HiddenSize = 2, OutputSize = 1, Output = MLSeq.Networks.NetworkOutput.Linear }, seed: 1), new() { Epochs = 2, ValidationFraction = 0, Progress = curves }).Fit(() => new[] { new SequenceExample { Frames = [1], Label = 1 } })")).Cells;

        Assert.Contains("Training, 2 epochs", Assert.Single(cells[0].Outputs).Text, StringComparison.Ordinal);
        Assert.Contains("training loss", Assert.Single(cells[1].Outputs, output => output is { IsResult: true, Mime: "text/html" }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_have_their_views_because_the_package_registers_them()
    {
        var cells = (await Run("new[] { new MLSeq.Embeddings.SimilarWord(\"near\", 0.5f) }.ToList()")).Cells;

        Assert.Contains("Nearest words", Assert.Single(cells[0].Outputs, output => output.Mime == "text/html").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespaces_that_the_kernel_does_not_import_have_to_be_named()
    {
        var error = await Assert.ThrowsAsync<NotebookException>(() => Run("File.Exists(\"no such file\")"));

        Assert.Contains("'File' does not exist", error.Message, StringComparison.Ordinal);
    }

    private static Task<Notebook> Run(params string[] cells) => new NotebookSession().RunAsync(new([.. cells.Select((code, i) => new NotebookCell($"cell-{i + 1}", true, code, [], []))]));
}
