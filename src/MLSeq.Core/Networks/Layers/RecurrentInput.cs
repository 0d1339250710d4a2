namespace MLSeq.Networks.Layers;

/// <summary>
/// What a recurrent layer reads at the positions of a batch: a vector at each, or, where positions share vectors as equal tokens do,
/// the different vectors and which of them each position has. What follows from a vector alone is then worked out only once.
/// </summary>
internal readonly ref struct RecurrentInput
{
    /// <param name="vectors">The vectors [V, InputSize].</param>
    /// <param name="rows">The vector at each position [Total]; empty where position p has vector p.</param>
    public RecurrentInput(Matrix vectors, ReadOnlySpan<int> rows)
    {
        Vectors = vectors;
        Rows = rows;
    }

    /// <summary>The vectors [V, InputSize]; V is Total unless they are shared.</summary>
    public Matrix Vectors { get; }

    /// <summary>The vector at each position [Total]; empty where position p has vector p.</summary>
    public ReadOnlySpan<int> Rows { get; }

    /// <summary>Whether positions share vectors.</summary>
    public bool IsShared => !Rows.IsEmpty;

    public static implicit operator RecurrentInput(Matrix vectors) => new(vectors, default);
}
