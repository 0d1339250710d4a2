namespace Microsoft.ML.Runtime;

/// <summary>A pipe of messages of a type.</summary>
public interface IPipe<TMessage> : IDisposable, IExceptionContext
{
    /// <summary>Sends a message.</summary>
    void Send(TMessage msg);
}
