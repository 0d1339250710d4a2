namespace MLSeq.Tests;

/// <summary>Tests that measure the process's memory run while no other test does.</summary>
[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public class MemoryCollection;
