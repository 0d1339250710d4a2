namespace MLSeq.Graphs;

/// <summary>A tensor in an <see cref="IGraph"/>, known by its name.</summary>
/// <param name="Name">The name, unique in its graph; empty for an optional operator input that is left out.</param>
public readonly record struct GraphValue(string Name)
{
    /// <summary>Stands for an optional operator input that is left out.</summary>
    public static GraphValue None { get; } = new(string.Empty);
}
