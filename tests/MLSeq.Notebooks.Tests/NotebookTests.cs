using System.Diagnostics;
using Notebooks;
using Xunit.Abstractions;

namespace MLSeq.Notebooks.Tests;

/// <summary>The notebooks run from top to bottom, and give what is saved in them.</summary>
[Collection(nameof(NotebookSession))]
public class NotebookTests(ITestOutputHelper output)
{
    private static readonly Stopwatch Total = new();

    public static TheoryData<string> All => NotebookFolder.Names;

    [SkippableTheory]
    [MemberData(nameof(All))]
    public async Task Every_cell_runs_and_gives_what_is_saved(string name)
    {
        var saved = Notebook.Load(NotebookFolder.File(name));
        Skip.If(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MLSEQ_DATA")) && saved.Cells.Any(cell => cell.IsCode && cell.Source.Contains("MLSEQ_DATA", StringComparison.Ordinal)),
            $"{name} reads data sets: MLSEQ_DATA names no folder of them.");

        // Notebooks name files from where they lie.
        Directory.SetCurrentDirectory(NotebookFolder.Path);
        var before = Total.Elapsed;
        Total.Start();
        var now = await new NotebookSession().RunAsync(saved);
        Total.Stop();
        output.WriteLine(FormattableString.Invariant($"{name}: {(Total.Elapsed - before).TotalSeconds:F1} s; all that have run: {Total.Elapsed.TotalSeconds:F1} s"));

        Assert.Contains(now.Cells, cell => cell.Outputs.Count > 0);
        foreach (var (kept, given) in saved.Cells.Zip(now.Cells))
        {
            Assert.Equal(kept.Execution, given.Execution);
            Assert.True(
                kept.Outputs.Select(Kind).SequenceEqual(given.Outputs.Select(Kind)),
                $"cell '{kept.Id}' gives {string.Join(", ", given.Outputs.Select(Kind))}; saved are {string.Join(", ", kept.Outputs.Select(Kind))}.");
            Assert.True(
                !kept.IsDeterministic || kept.Outputs.SequenceEqual(given.Outputs),
                $"cell '{kept.Id}' gives another output than is saved:\n{string.Join('\n', given.Outputs.Select(o => o.Text))}");
        }
    }

    private static (string?, bool) Kind(CellOutput of) => (of.Mime, of.IsResult);
}
