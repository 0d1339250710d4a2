namespace Microsoft.ML.Runtime;

/// <summary>A pipe that nobody listens to.</summary>
internal sealed class Pipe<TMessage>(string name) : IPipe<TMessage>
{
    public string ContextDescription => name;

    public void Send(TMessage msg)
    {
    }

    public TException Process<TException>(TException ex)
        where TException : Exception => ex;

    public void Dispose()
    {
    }
}
