namespace Microsoft.ML.Runtime;

/// <summary>Opens channels of progress.</summary>
public interface IProgressChannelProvider
{
    /// <summary>Opens a channel of progress; nothing of it reaches MLContext.Log.</summary>
    IProgressChannel StartProgressChannel(string name);
}
