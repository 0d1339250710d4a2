namespace Microsoft.ML.Runtime;

/// <summary>Opens channels of messages.</summary>
public interface IChannelProvider : IExceptionContext
{
    /// <summary>Opens a channel; its messages reach MLContext.Log.</summary>
    IChannel Start(string name);

    /// <summary>Opens a pipe of messages of a type.</summary>
    IPipe<TMessage> StartPipe<TMessage>(string name);
}
