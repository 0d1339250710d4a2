namespace Microsoft.ML.Runtime;

/// <summary>A channel of progress.</summary>
public interface IProgressChannel : IDisposable, IProgressChannelProvider
{
    /// <summary>Names the figures and says how to get them.</summary>
    void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction);

    /// <summary>Tells figures: those of the header's metrics, then of its units.</summary>
    void Checkpoint(params double?[] values);
}
