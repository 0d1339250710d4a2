using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A weighted mean over time whose weights are learned (Yang et al., 2016, equations 5 to 7). With states h [D],
/// W [D, D], b [D] and the query v [D]:
/// <code>
/// u[t] = tanh(W h[t] + b)     s[t] = v · u[t]     a = softmax of s over the sequence's steps     y = sum of a[t] h[t]
/// </code>
/// and back: da[t] = dy · h[t], ds[t] = a[t] (da[t] - sum of a da), dv = sum of ds[t] u[t], dz[t] = ds[t] v (1 - u[t]²),
/// dW = sum of dz[t] h[t]-transposed, db = sum of dz[t], dh[t] = a[t] dy + W-transposed dz[t].
/// W and v start uniform in ±1/sqrt(D), b at 0.
/// </summary>
internal sealed class AttentionPooling : Pooling
{
    private readonly int _size;
    private readonly Parameter _weights;
    private readonly Parameter _bias;
    private readonly Parameter _query;
    private readonly DenseGradient _weightsGradient;
    private readonly DenseGradient _biasGradient;
    private readonly DenseGradient _queryGradient;
    private readonly Matrix _keys = new();
    private readonly Matrix _shares = new();
    private readonly Matrix _output = new();
    private readonly Matrix _inputGradient = new();

    public AttentionPooling(string name, int size, ParameterSource source)
    {
        var limit = 1 / Math.Sqrt(size);
        _size = size;
        _weights = source($"{name}.weights", size, size, (w, random) => random.Uniform(w, limit));
        _bias = source($"{name}.bias", 1, size, (b, _) => b.Clear());
        _query = source($"{name}.query", 1, size, (v, random) => random.Uniform(v, limit));
        _weightsGradient = AddDense(_weights);
        _biasGradient = AddDense(_bias);
        _queryGradient = AddDense(_query);
    }

    public override Matrix Forward(PackedBatch batch, Matrix states)
    {
        var keys = _keys.Resize(batch.Total, _size).Span;
        MatrixProduct.Multiply(
            false, true, batch.Total, _size, _size, states.Span, _size, _weights.Values, _size, keys, _size, _bias.Values);
        Activations.Tanh(keys);

        // Scores of one sequence lie side by side here, [N, Steps], for the softmax.
        _shares.Resize(batch.Rows, batch.Steps);
        _output.Resize(batch.Rows, _size).Span.Clear();
        for (var r = 0; r < batch.Rows; r++)
        {
            var shares = _shares.Row(r)[..batch.Lengths[r]];
            for (var t = 0; t < shares.Length; t++)
            {
                shares[t] = Vectors.Dot(_query.Values, _keys.Row(batch.Offset(t) + r));
            }

            Softmax.Rows(1, shares.Length, shares, shares.Length);
            for (var t = 0; t < shares.Length; t++)
            {
                Vectors.Axpy(shares[t], states.Row(batch.Offset(t) + r), _output.Row(r));
            }
        }

        return _output;
    }

    public override Matrix Backward(PackedBatch batch, Matrix states, Matrix outputGradient)
    {
        _inputGradient.Resize(batch.Total, _size).Span.Clear();
        var queryGradient = _queryGradient.Values;
        queryGradient.Clear();
        for (var r = 0; r < batch.Rows; r++)
        {
            var shares = _shares.Row(r)[..batch.Lengths[r]];
            var dy = outputGradient.Row(r);

            // sum of a da = dy · y
            var mean = Vectors.Dot(dy, _output.Row(r));
            for (var t = 0; t < shares.Length; t++)
            {
                var position = batch.Offset(t) + r;
                var dScore = shares[t] * (Vectors.Dot(dy, states.Row(position)) - mean);
                Vectors.Axpy(shares[t], dy, _inputGradient.Row(position));
                Vectors.Axpy(dScore, _keys.Row(position), queryGradient);
                ScoreToKey(dScore, _keys.Row(position));
            }
        }

        var dz = _keys.Span;
        MatrixProduct.Multiply(
            true, false, _size, _size, batch.Total, dz, _size, states.Span, _size, _weightsGradient.Values, _size, false);
        MatrixRows.Sum(batch.Total, _size, dz, _size, _biasGradient.Values, false);
        MatrixProduct.Multiply(
            false, false, batch.Total, _size, _size, dz, _size, _weights.Values, _size, _inputGradient.Span, _size, true);
        return _inputGradient;
    }

    public override GraphValue Describe(IGraph graph, GraphStates states, GraphValue lengths)
    {
        var keys = graph.MatMulTransposed(states.Values, graph.Constant("attention", _weights.Values, _size, _size));
        keys = graph.Tanh(graph.Add(keys, graph.Constant("bias", _bias.Values, _size)));           // [T, N, D]
        var scores = graph.Squeeze(graph.MatMul(keys, graph.Constant("query", _query.Values, _size, 1)), 2); // [T, N]
        var lowest = graph.Constant("lowest", [float.MinValue]);
        scores = graph.Where(graph.RunningSteps(states.Values, lengths), scores, lowest);
        var shares = graph.Softmax(graph.Transpose(scores, 1, 0), 1);                               // [N, T]
        var rows = graph.Transpose(states.Values, 1, 0, 2);                                         // [N, T, D]
        return graph.Squeeze(graph.MatMul(graph.Unsqueeze(shares, 1), rows), 1);                    // [N, D]
    }

    /// <summary>dz = ds v (1 - u²), in the place of u.</summary>
    private void ScoreToKey(float dScore, Span<float> key)
    {
        var query = _query.Values;
        for (var j = 0; j < key.Length; j++)
        {
            key[j] = dScore * query[j] * (1 - (key[j] * key[j]));
        }
    }
}
