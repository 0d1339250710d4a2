using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A learned vector for each token: x[p] = E[ids[p]], E [VocabularySize, Size]. Rows start normal with deviation 0.1.
/// <code>
/// dL/dE[v] = sum of dL/dx[p] over positions p with ids[p] = v
/// </code>
/// Only the rows of tokens in the batch have a gradient and are updated, and none that is frozen.
/// </summary>
internal sealed class Embedding : Layer
{
    private readonly Parameter _table;
    private readonly RowGradient? _gradient;
    private readonly Matrix _output = new();

    public Embedding(string name, int vocabularySize, int size, ParameterSource source)
    {
        _table = source(name, vocabularySize, size, (values, random) => random.Normal(values, InitialDeviation));
        _gradient = _table.IsFrozen ? null : AddRows(_table);
    }

    internal const double InitialDeviation = 0.1;

    /// <summary>The vectors [Total, Size] of ids [Total].</summary>
    public Matrix Forward(ReadOnlySpan<int> ids)
    {
        _output.Resize(ids.Length, _table.Columns);
        MatrixRows.Gather(_table.Values, _table.Columns, ids, _output.Span);
        return _output;
    }

    /// <summary>Whether the gradient of any of the ids' rows is needed.</summary>
    public bool Learns(ReadOnlySpan<int> ids)
    {
        if (_gradient is null)
        {
            return false;
        }

        foreach (var id in ids)
        {
            if (!_table.IsFrozenRow(id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// From dL/dx [Total, Size] to the gradients of the rows used; null where no id <see cref="Learns"/>.
    /// </summary>
    public void Backward(ReadOnlySpan<int> ids, Matrix? outputGradient)
    {
        _gradient?.Clear(ids.Length);
        for (var p = 0; outputGradient is not null && p < ids.Length; p++)
        {
            if (!_table.IsFrozenRow(ids[p]))
            {
                _gradient!.Add(ids[p], outputGradient.Row(p));
            }
        }
    }

    /// <summary>Adds the look-up to a graph: int64 ids [T, N] to [T, N, Size].</summary>
    public GraphValue Describe(IGraph graph, GraphValue ids) =>
        graph.Gather(graph.Constant("embedding", _table.Values, _table.Rows, _table.Columns), ids);
}
