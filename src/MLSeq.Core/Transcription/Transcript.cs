namespace MLSeq.Transcription;

/// <summary>What a <see cref="Transcriber"/> makes of a recording.</summary>
/// <param name="Text">The text.</param>
/// <param name="LogProbability">The natural logarithm of its probability by the network alone: of all paths that a search followed, else of the best one.</param>
public sealed record Transcript(string Text, double LogProbability);
