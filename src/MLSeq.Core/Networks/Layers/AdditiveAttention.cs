using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// score(h, m) = v · u with u = tanh(q + k), the query q = Q h and the key k = W m + b; Q [A, H], W [A, D], b, v [A]: a small network of one hidden
/// layer. Going back, dz = ds v (1 - u²), dq = sum of dz, dk[j] = dz[j], dv += ds u. v starts uniform in ±1/sqrt(A).
/// </summary>
internal sealed class AdditiveAttention : Attention
{
    private readonly DenseGradient _vector;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Matrix _hidden = new();
    private readonly Matrix _hiddenGradient = new();
    private readonly Matrix _queriesGradient = new();
    private readonly Matrix _keysGradient = new();
    private Matrix _queries = null!;
    private Matrix _keys = null!;

    public AdditiveAttention(string name, int stateSize, int memorySize, int size, ParameterSource source)
    {
        _key = new($"{name}.key", memorySize, size, source, hasBias: true);
        _query = new($"{name}.query", stateSize, size, source, hasBias: false);
        _vector = AddDense(source($"{name}.vector", 1, size, (v, random) => random.Uniform(v, 1 / Math.Sqrt(size))));
        _hidden.Resize(1, size);
        _hiddenGradient.Resize(1, size);
    }

    public override IReadOnlyList<Layer> Layers => [_key, _query, this];

    public override void BeginBackward()
    {
        base.BeginBackward();
        _keysGradient.Resize(_keys.Rows, _keys.Columns).Span.Clear();
        _queriesGradient.Resize(_queries.Rows, _queries.Columns).Span.Clear();
        _vector.Values.Clear();
    }

    public override GraphValue DescribeKeys(IGraph graph, GraphValue memory) => _key.Describe(graph, memory);

    protected override GraphValue DescribeScores(IGraph graph, GraphValue states, GraphValue keys)
    {
        var hidden = graph.Tanh(graph.Add(graph.Unsqueeze(_query.Describe(graph, states), 1), keys)); // [N, S, A]
        var vector = graph.Constant("vector", _vector.Parameter.Values, _vector.Parameter.Values.Length, 1);
        return graph.Squeeze(graph.MatMul(hidden, vector), 2);
    }

    protected override void MakeKeys(Matrix memory)
    {
        _keys = _key.Begin(memory.Rows);
        _key.Forward(memory, 0, memory.Rows);
    }

    protected override void BeginQueries(int positions) => _queries = _query.Begin(positions);

    protected override void MakeQueries(Matrix states, int from, int count) => _query.Forward(states, from, count);

    protected override void Score(Matrix states, int position, int sourceRow, Span<float> scores)
    {
        for (var j = 0; j < scores.Length; j++)
        {
            scores[j] = Vectors.Dot(_vector.Parameter.Values, Hidden(position, Source.Offset(j) + sourceRow));
        }
    }

    protected override void ScoreBackward(Matrix states, int position, int sourceRow, ReadOnlySpan<float> gradient, Matrix stateGradient)
    {
        var queryGradient = _queriesGradient.Row(position);
        for (var j = 0; j < gradient.Length; j++)
        {
            // u is made again: there is one for each pair of positions, too many to keep.
            var place = Source.Offset(j) + sourceRow;
            var hidden = Hidden(position, place);
            var hiddenGradient = _hiddenGradient.Row(0);
            Vectors.Axpy(gradient[j], hidden, _vector.Values);
            _vector.Parameter.Values.CopyTo(hiddenGradient);
            Vectors.Scale(gradient[j], hiddenGradient);
            Activations.TanhGradient(hidden, hiddenGradient);
            Vectors.Add(hiddenGradient, queryGradient);
            Vectors.Add(hiddenGradient, _keysGradient.Row(place));
        }
    }

    protected override void QueriesBackward(int from, int count, Matrix stateGradient) =>
        _query.Backward(_queriesGradient, from, count, stateGradient, accumulate: true);

    protected override void EndBackward(Matrix states, Matrix memory, Matrix memoryGradient)
    {
        _query.EndBackward(states, _queriesGradient);
        _key.Backward(_keysGradient, 0, memory.Rows, memoryGradient, accumulate: true);
        _key.EndBackward(memory, _keysGradient);
    }

    /// <summary>u.</summary>
    private Span<float> Hidden(int position, int place)
    {
        var hidden = _hidden.Row(0);
        _queries.Row(position).CopyTo(hidden);
        Vectors.Add(_keys.Row(place), hidden);
        Activations.Tanh(hidden);
        return hidden;
    }
}
