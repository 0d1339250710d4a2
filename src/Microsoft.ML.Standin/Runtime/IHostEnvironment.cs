namespace Microsoft.ML.Runtime;

/// <summary>What components are made in: channels, random numbers, the catalog of components.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    /// <summary>The components that models can be loaded with.</summary>
    ComponentCatalog ComponentCatalog { get; }

    /// <summary>A host for a component, with random numbers of its own.</summary>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}
