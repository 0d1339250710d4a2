using MLSeq.TriggerWords;

namespace MLSeq.Tool.Detection;

/// <summary>Clips that are made, or read, when they are asked for.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Clip">Makes one of them, from 0; the same one at each call, on any thread.</param>
internal sealed record ClipSource(int Count, Func<int, TriggerClip> Clip)
{
    /// <summary>All of them, one after the other.</summary>
    public IEnumerable<TriggerClip> All => Enumerable.Range(0, Count).Select(Clip);
}
