namespace MLSeq.Tool.Runs;

/// <summary>Tells two of what one is told.</summary>
internal sealed class BothProgress<T>(IProgress<T> first, IProgress<T> second) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value)
    {
        first.Report(value);
        second.Report(value);
    }
}
