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
    internal const double InitialDeviation = 0.1;

    // With more vectors than this a position, sharing them saves less than it costs.
    private const double LargestShare = 0.75;

    private readonly Parameter _table;
    private readonly RowGradient? _gradient;
    private readonly DistinctTokens _distinct = new();
    private readonly Matrix _output = new();
    private DenseGradient? _tied;

    /// <param name="name">The parameter's name.</param>
    /// <param name="vocabularySize">The number of tokens.</param>
    /// <param name="size">The length of a vector.</param>
    /// <param name="source">Gives the parameter.</param>
    /// <param name="tied">Whether another layer has the same parameter; its gradient then goes there, see <see cref="Tie"/>.</param>
    public Embedding(string name, int vocabularySize, int size, ParameterSource source, bool tied = false)
    {
        _table = source(name, vocabularySize, size, (values, random) => random.Normal(values, InitialDeviation));
        _gradient = _table.IsFrozen || tied ? null : AddRows(_table);
    }

    /// <summary>Has <see cref="Backward"/> add to the gradient of the layer that the table is shared with.</summary>
    public void Tie(DenseGradient gradient) => _tied = gradient;

    /// <summary>Which vector each position has; empty where position p has vector p.</summary>
    public ReadOnlySpan<int> Rows => _distinct.Rows;

    /// <summary>The vectors [V, Size] of ids [Total].</summary>
    /// <param name="ids">The token at each position.</param>
    /// <param name="share">Whether positions with equal tokens may share a vector (see <see cref="Rows"/>); they do where it saves enough.</param>
    public Matrix Forward(ReadOnlySpan<int> ids, bool share)
    {
        _distinct.Clear();
        if (share)
        {
            _distinct.Find(ids, _table.Rows);
            if (_distinct.Ids.Length > ids.Length * LargestShare)
            {
                _distinct.Clear();
            }
        }

        var used = VectorIds(ids);
        _output.Resize(used.Length, _table.Columns);
        MatrixRows.Gather(_table.Values, _table.Columns, used, _output.Span);
        return _output;
    }

    /// <summary>The vector [Size] of one id.</summary>
    public ReadOnlySpan<float> this[int id] => _table.Values.Slice(id * _table.Columns, _table.Columns);

    /// <summary>Whether the gradient of any of the ids' rows is needed.</summary>
    public bool Learns(ReadOnlySpan<int> ids)
    {
        if (_gradient is null)
        {
            return _tied is not null;
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
    /// From the gradients of the vectors that went forward, the first Size values of each row, to those of the rows used; null where no id
    /// <see cref="Learns"/>.
    /// </summary>
    public void Backward(ReadOnlySpan<int> ids, Matrix? outputGradient)
    {
        ids = VectorIds(ids);
        if (_tied is not null)
        {
            for (var p = 0; p < ids.Length; p++)
            {
                Vectors.Add(outputGradient!.Row(p)[.._table.Columns], _tied.Values.Slice(ids[p] * _table.Columns, _table.Columns));
            }

            return;
        }

        _gradient?.Clear(ids.Length);
        for (var p = 0; outputGradient is not null && p < ids.Length; p++)
        {
            if (!_table.IsFrozenRow(ids[p]))
            {
                _gradient!.Add(ids[p], outputGradient.Row(p)[.._table.Columns]);
            }
        }
    }

    /// <summary>Adds the look-up to a graph: int64 ids [T, N] to [T, N, Size].</summary>
    public GraphValue Describe(IGraph graph, GraphValue ids) =>
        graph.Gather(graph.Constant("embedding", _table.Values, _table.Rows, _table.Columns), ids);

    private ReadOnlySpan<int> VectorIds(ReadOnlySpan<int> ids) => Rows.IsEmpty ? ids : _distinct.Ids;
}
