namespace Microsoft.ML.Runtime;

/// <summary>A channel of text messages.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    /// <summary>Sends a detail.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a detail.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends something that is wrong.</summary>
    void Error(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends something that is wrong.</summary>
    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends something that may be wrong.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends something that may be wrong.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends something to know.</summary>
    void Info(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends something to know.</summary>
    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}
