namespace MLSeq.Tool.Runs;

/// <summary>Something that the model does, such as translations beside their references.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows.</param>
internal sealed record RunTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : RunEvent;
