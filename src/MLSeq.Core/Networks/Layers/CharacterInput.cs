using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Puts what is made of a token's characters behind the token's own vector: x[p] = (v[p], c[word at p]). The vectors of characters are made
/// once for each distinct word of a batch; the gradients of a word's positions are summed.
/// </summary>
internal sealed class CharacterInput(CharacterEncoder encoder)
{
    private readonly Matrix _output = new();
    private readonly Matrix _wordGradient = new();
    private readonly Matrix _characterGradient = new();

    /// <summary>x [Total, V + C].</summary>
    /// <param name="batch">The batch with its words.</param>
    /// <param name="vectors">v [Total, V]; null where tokens have none of their own.</param>
    public Matrix Forward(PackedBatch batch, Matrix? vectors)
    {
        var own = vectors?.Columns ?? 0;
        var characters = encoder.Forward(batch.Words!.Batch);
        _output.Resize(batch.Total, own + encoder.Size);
        for (var p = 0; p < batch.Total; p++)
        {
            vectors?.Row(p).CopyTo(_output.Row(p));
            characters.Row(batch.Words.Rows[p]).CopyTo(_output.Row(p)[own..]);
        }

        return _output;
    }

    /// <summary>From dL/dx [Total, V + C] to dL/dv [Total, V] and the encoder's gradients.</summary>
    public Matrix Backward(PackedBatch batch, Matrix gradient)
    {
        var own = gradient.Columns - encoder.Size;
        var words = batch.Words!;
        _wordGradient.Resize(batch.Total, own);
        _characterGradient.Resize(words.Batch.Rows, encoder.Size).Span.Clear();
        for (var p = 0; p < batch.Total; p++)
        {
            gradient.Row(p)[..own].CopyTo(_wordGradient.Row(p));
            Vectors.Add(gradient.Row(p)[own..], _characterGradient.Row(words.Rows[p]));
        }

        encoder.Backward(words.Batch, _characterGradient);
        return _wordGradient;
    }

    /// <summary>Adds x to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="vectors">v [T, N, V]; none where tokens have none of their own.</param>
    /// <param name="characters">The tokens' characters.</param>
    /// <returns>x [T, N, V + C].</returns>
    public GraphValue Describe(IGraph graph, GraphValue vectors, GraphCharacters characters)
    {
        // [N, T, L] to [T N, L], in the order of time-major steps.
        var ids = graph.Transpose(characters.Ids, 1, 0, 2);
        var lengths = graph.Transpose(characters.Lengths, 1, 0);
        var rows = graph.Operator("Flatten", [ids], 1, string.Empty, new GraphAttribute("axis", 2L))[0];
        var encoded = encoder.Describe(graph, rows, graph.Reshape(lengths, -1));
        var shape = graph.Operator("Shape", [lengths], 1, string.Empty)[0];
        shape = graph.Concat(0, shape, graph.Constant("size", [(long)encoder.Size], 1));
        encoded = graph.Operator("Reshape", [encoded, shape], 1, string.Empty)[0];
        return vectors == GraphValue.None ? encoded : graph.Concat(2, vectors, encoded);
    }
}
