namespace MLSeq.Audio;

/// <summary>A clip made of others.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Parts">Which clips it is made of, in order, and the sample that each starts at.</param>
public sealed record JoinedClip(AudioClip Clip, IReadOnlyList<(int Index, int Start)> Parts);
