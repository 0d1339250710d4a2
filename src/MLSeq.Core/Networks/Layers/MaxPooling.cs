using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>
/// The largest value of each feature over time: y[n, j] = max over t of h[t, n, j]. The gradient goes to the position
/// that had it, the first of equals.
/// </summary>
internal sealed class MaxPooling : Pooling
{
    private readonly Matrix _output = new();
    private readonly Matrix _inputGradient = new();
    private int[] _winners = [];

    public override Matrix Forward(PackedBatch batch, Matrix states)
    {
        var columns = states.Columns;
        var output = _output.Resize(batch.Rows, columns).Span;
        if (_winners.Length < output.Length)
        {
            _winners = new int[output.Length];
        }

        var winners = _winners.AsSpan(0, output.Length);
        states.Span[..output.Length].CopyTo(output);
        winners.Clear();
        for (var t = 1; t < batch.Steps; t++)
        {
            var values = states.From(batch.Offset(t))[..(batch.Count(t) * columns)];
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] > output[i])
                {
                    output[i] = values[i];
                    winners[i] = t;
                }
            }
        }

        return _output;
    }

    public override Matrix Backward(PackedBatch batch, Matrix states, Matrix outputGradient)
    {
        _inputGradient.Resize(states.Rows, states.Columns).Span.Clear();
        for (var r = 0; r < batch.Rows; r++)
        {
            var gradient = outputGradient.Row(r);
            var winners = _winners.AsSpan(r * states.Columns, states.Columns);
            for (var j = 0; j < gradient.Length; j++)
            {
                _inputGradient.Row(batch.Offset(winners[j]) + r)[j] = gradient[j];
            }
        }

        return _inputGradient;
    }

    public override GraphValue Describe(IGraph graph, GraphStates states, GraphValue lengths)
    {
        var running = graph.Unsqueeze(graph.RunningSteps(states.Values, lengths), 2); // [T, N, 1]
        var lowest = graph.Constant("lowest", [float.MinValue]);
        return graph.ReduceMax(graph.Where(running, states.Values, lowest), 0);
    }
}
