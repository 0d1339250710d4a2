using System.Diagnostics;
using Notebooks;

// Runs notebooks, saves their outputs in them and writes the file-based app of each beside it:
//   dotnet run --project build/Notebooks -- notebooks/*.ipynb
// With --apps nothing is run, only the apps are written. With --overview only the picture of the project's README is, beside the notebooks.
const string AppsOnly = "--apps";
const string OverviewOnly = "--overview";
string[] paths = [.. args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
if (args.Contains(OverviewOnly))
{
    File.WriteAllText(Path.Combine(Path.GetDirectoryName(paths[0])!, "overview.svg"), Overview.Write(paths.Select(Notebook.Load)));
    return;
}

var total = Stopwatch.StartNew();
foreach (var path in paths)
{
    var watch = Stopwatch.StartNew();
    var notebook = Notebook.Load(path);
    if (!args.Contains(AppsOnly))
    {
        notebook = await new NotebookSession().RunAsync(notebook);
        notebook.Save(path);
    }

    File.WriteAllText(Path.ChangeExtension(path, ".cs"), AppWriter.Write(notebook, Path.GetFileNameWithoutExtension(path)));
    Console.WriteLine(FormattableString.Invariant($"{path}: {notebook.Cells.Count(cell => cell.IsCode)} cells in {watch.Elapsed.TotalSeconds:F1} s"));
}

Console.WriteLine(FormattableString.Invariant($"all in {total.Elapsed.TotalSeconds:F1} s"));
