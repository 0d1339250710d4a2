namespace MLSeq.Tool.Runs;

/// <summary>The run ended.</summary>
/// <param name="Status">How.</param>
/// <param name="Message">What went wrong, if something did.</param>
internal sealed record RunEnded(RunStatus Status, string? Message = null) : RunEvent;
