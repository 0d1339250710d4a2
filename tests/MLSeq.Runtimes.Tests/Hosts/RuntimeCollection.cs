namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>Tests that share the processes of the runtimes.</summary>
[CollectionDefinition(Name)]
public sealed class RuntimeCollection : ICollectionFixture<RuntimeHosts>
{
    public const string Name = "Runtimes";
}
