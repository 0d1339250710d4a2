namespace MLSeq.Networks.Layers;

/// <summary>
/// Where the sequences of a batch stand in one recurrent layer, so that the next batch can go on from there; or the gradient
/// of a loss with respect to that.
/// </summary>
internal sealed class RecurrentState
{
    /// <summary>h [N, H].</summary>
    public Matrix Hidden { get; } = new();

    /// <summary>c [N, H]; only LSTMs use it.</summary>
    public Matrix Cell { get; } = new();

    /// <summary>The number of sequences N.</summary>
    public int Rows => Hidden.Rows;

    /// <summary>Makes room for N sequences, all at the zero state.</summary>
    public void Resize(int rows, int hiddenSize)
    {
        Hidden.Resize(rows, hiddenSize);
        Cell.Resize(rows, hiddenSize);
        Clear();
    }

    /// <summary>Sets all to zero: the start of a sequence.</summary>
    public void Clear()
    {
        Hidden.Span.Clear();
        Cell.Span.Clear();
    }

    /// <inheritdoc cref="Matrix.Select"/>
    public void Select(ReadOnlySpan<int> rows, Matrix scratch)
    {
        Hidden.Select(rows, scratch);
        Cell.Select(rows, scratch);
    }
}
