namespace Notebooks;

/// <summary>A cell of a notebook.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="IsCode">Whether it is C#; else Markdown.</param>
/// <param name="Source">Its text.</param>
/// <param name="Tags">Its tags; <c>varies</c> where its output depends on the machine, such as times, or on the SDK's version.</param>
/// <param name="Outputs">What it gave when it was run last.</param>
internal sealed record NotebookCell(string Id, bool IsCode, string Source, IReadOnlyList<string> Tags, IReadOnlyList<CellOutput> Outputs)
{
    /// <summary>As which cell with code it was run, from 1; null where it was not.</summary>
    public int? Execution { get; init; }

    /// <summary>Whether another run on another machine gives the same.</summary>
    public bool IsDeterministic => !Tags.Contains("varies");
}
