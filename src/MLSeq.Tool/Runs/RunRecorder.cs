using System.Diagnostics;
using MLSeq.Tool.Classification;

namespace MLSeq.Tool.Runs;

/// <summary>Tells of a training: to the console and, where there is one, to the folder of its run.</summary>
/// <param name="console">The console.</param>
/// <param name="folder">The folder; null where nobody asks for one.</param>
internal sealed class RunRecorder(ToolConsole console, RunFolder? folder)
{
    private const int LargestMatrix = 24;

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The time since the command began.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Whether there is a folder: else nothing needs to be found out for it.</summary>
    public bool IsRecording => folder is not null;

    /// <summary>Where the folder wants the state of training; null without one.</summary>
    public string? CheckpointPath => folder?.CheckpointPath;

    /// <summary>Data were looked through.</summary>
    /// <param name="use">"training" or "validation".</param>
    /// <param name="file">The file as it was typed.</param>
    /// <param name="content">What is in it.</param>
    public void AddData(string use, string file, string content)
    {
        console.Note($"{file}: {content}");
        folder?.Write(new RunData(use, file, content));
    }

    /// <summary>Has progress written down, too.</summary>
    /// <param name="display">Is told all of it.</param>
    public IProgress<T> Follow<T>(IProgress<T> display) =>
        folder is not null && new RunProgressWriter(folder) is IProgress<T> writer ? new BothProgress<T>(display, writer) : display;

    /// <summary>Ends a training with its figures.</summary>
    public void AddFigures(IEnumerable<(string Name, object? Value)> figures)
    {
        var all = figures.ToDictionary(figure => figure.Name, figure => figure.Value);
        console.WriteFigures(all);
        folder?.Write(new RunFigures(all.Where(figure => figure.Value is not null).ToDictionary()));
    }

    /// <summary>Something that the model does.</summary>
    public void AddTable(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => folder?.Write(new RunTable(title, columns, [.. rows]));

    /// <summary>What the validation data are taken for: the largest labels, and all others as one.</summary>
    public void AddConfusion(ClassificationReport report)
    {
        string[] labels = [.. report.Labels.Take(LargestMatrix)];
        string[] others = [.. report.Labels.Skip(LargestMatrix)];
        IReadOnlyList<string>[] groups = others.Length > 0 ? [.. labels.Select(label => (string[])[label]), others] : [.. labels.Select(label => (string[])[label])];
        long Count(IReadOnlyList<string> actual, IReadOnlyList<string> predicted) => actual.Sum(a => predicted.Sum(p => report.Count(a, p)));
        folder?.Write(new RunConfusion(
            others.Length > 0 ? [.. labels, $"{others.Length} others"] : labels,
            [.. groups.Select(actual => (IReadOnlyList<long>)[.. groups.Select(predicted => Count(actual, predicted))])]));
    }
}
