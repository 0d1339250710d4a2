using System.Text.Json.Serialization;

namespace MLSeq.Tool.Runs;

/// <summary>A line of a run's log: something that happened while a model was trained.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "start")]
[JsonDerivedType(typeof(RunData), "data")]
[JsonDerivedType(typeof(RunProgress), "progress")]
[JsonDerivedType(typeof(RunEpoch), "epoch")]
[JsonDerivedType(typeof(RunFigures), "figures")]
[JsonDerivedType(typeof(RunConfusion), "confusion")]
[JsonDerivedType(typeof(RunTable), "table")]
[JsonDerivedType(typeof(RunEnded), "end")]
internal abstract record RunEvent
{
    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;
}
