using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>The mean over time: y[n] = sum over t of h[t, n] / length(n); dL/dh[t, n] = dL/dy[n] / length(n).</summary>
internal sealed class MeanPooling : Pooling
{
    private readonly Matrix _output = new();
    private readonly Matrix _inputGradient = new();

    public override Matrix Forward(PackedBatch batch, Matrix states)
    {
        _output.Resize(batch.Rows, states.Columns).Span.Clear();
        for (var t = 0; t < batch.Steps; t++)
        {
            var count = batch.Count(t) * states.Columns;
            Vectors.Add(states.From(batch.Offset(t))[..count], _output.Span[..count]);
        }

        for (var r = 0; r < batch.Rows; r++)
        {
            Vectors.Scale(1f / batch.Lengths[r], _output.Row(r));
        }

        return _output;
    }

    public override Matrix Backward(PackedBatch batch, Matrix states, Matrix outputGradient)
    {
        _inputGradient.Resize(states.Rows, states.Columns);
        for (var r = 0; r < batch.Rows; r++)
        {
            // Every position of a sequence gets the same gradient: the first is worked out, the others copy it.
            var first = _inputGradient.Row(r);
            outputGradient.Row(r).CopyTo(first);
            Vectors.Scale(1f / batch.Lengths[r], first);
        }

        for (var t = 1; t < batch.Steps; t++)
        {
            _inputGradient.Span[..(batch.Count(t) * states.Columns)].CopyTo(_inputGradient.From(batch.Offset(t)));
        }

        return _inputGradient;
    }

    public override GraphValue Describe(IGraph graph, GraphStates states, GraphValue lengths) =>
        graph.Divide(graph.ReduceSum(states.Values, 0), graph.Unsqueeze(graph.CastToFloat(lengths), 1));
}
