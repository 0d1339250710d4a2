using MLSeq.Audio;

namespace MLSeq.TriggerWords;

/// <summary>A recording and where trigger words end in it.</summary>
/// <param name="Clip">The recording.</param>
/// <param name="Ends">The ends of the trigger words, rising, in seconds from the start.</param>
public sealed record TriggerClip(AudioClip Clip, IReadOnlyList<double> Ends);
