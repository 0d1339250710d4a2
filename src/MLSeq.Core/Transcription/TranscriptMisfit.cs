namespace MLSeq.Transcription;

/// <summary>A training text that cannot be read off its recording: there are fewer time steps than its tokens take, and one between equal ones.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Steps">The steps that there are.</param>
/// <param name="Needed">The steps that the text takes.</param>
public sealed record TranscriptMisfit(long Row, int Steps, int Needed);
