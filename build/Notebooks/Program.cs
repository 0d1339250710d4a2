using System.Diagnostics;
using Notebooks;

// Runs notebooks, saves their outputs in them and writes the file-based app of each beside it:
//   dotnet run --project build/Notebooks -- notebooks/*.ipynb
// With --apps nothing is run, only the apps are written.
const string AppsOnly = "--apps";
var total = Stopwatch.StartNew();
foreach (var path in args.Where(arg => arg != AppsOnly))
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
