using System.Diagnostics;
using Notebooks;

// Runs notebooks and saves their outputs in them: dotnet run --project build/Notebooks -- notebooks/*.ipynb
var total = Stopwatch.StartNew();
foreach (var path in args)
{
    var watch = Stopwatch.StartNew();
    var notebook = await new NotebookSession().RunAsync(Notebook.Load(path));
    notebook.Save(path);
    Console.WriteLine(FormattableString.Invariant($"{path}: {notebook.Cells.Count(cell => cell.IsCode)} cells in {watch.Elapsed.TotalSeconds:F1} s"));
}

Console.WriteLine(FormattableString.Invariant($"{args.Length} notebooks in {total.Elapsed.TotalSeconds:F1} s"));
