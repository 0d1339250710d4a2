using System.Diagnostics.CodeAnalysis;

namespace MLSeq.Transcription;

/// <summary>A recording and what is said in it.</summary>
/// <param name="Frames">The recording's features [T, FrameSize], row-major.</param>
/// <param name="Text">What is said.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "Frames are large, and are handed on as they are.")]
public sealed record TranscribedFrames(float[] Frames, string Text);
