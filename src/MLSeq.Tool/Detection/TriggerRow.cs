using MLSeq.TriggerWords;

namespace MLSeq.Tool.Detection;

/// <summary>A clip as the trainer sees it: the public properties are the columns.</summary>
internal sealed class TriggerRow
{
    /// <summary>The samples.</summary>
    public float[] Audio { get; set; } = [];

    /// <summary>The seconds at which the trigger word ends.</summary>
    public float[] Times { get; set; } = [];

    public static TriggerRow Of(TriggerClip clip) => new() { Audio = clip.Clip.Samples, Times = [.. clip.Ends.Select(end => (float)end)] };
}
