namespace MLSeq.Packages.Tests;

/// <summary>All tests here take the same packages, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PackedCollection : ICollectionFixture<PackedFeed>
{
    public const string Name = "packed";
}
