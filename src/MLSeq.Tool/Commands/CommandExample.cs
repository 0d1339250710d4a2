namespace MLSeq.Tool.Commands;

/// <summary>A command line that shows what a verb is good for.</summary>
/// <param name="Purpose">What it does, in a few words.</param>
/// <param name="Line">The line, as typed into a shell.</param>
internal sealed record CommandExample(string Purpose, string Line);
