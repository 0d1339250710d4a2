namespace MLSeq.Graphs;

/// <summary>An attribute of a graph operator.</summary>
/// <param name="Name">The name in the operator's specification.</param>
/// <param name="Value">A <see cref="long"/>, <see cref="float"/>, <see cref="string"/>, or an array of one of these.</param>
public readonly record struct GraphAttribute(string Name, object Value);
