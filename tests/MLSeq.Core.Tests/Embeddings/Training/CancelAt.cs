using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training;

/// <summary>Cancels when a stage is reported for the first time.</summary>
internal sealed class CancelAt(string stage) : IProgress<WordVectorProgress>, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Dispose() => _source.Dispose();

    public void Report(WordVectorProgress value)
    {
        if (value.Stage == stage)
        {
            _source.Cancel();
        }
    }
}
