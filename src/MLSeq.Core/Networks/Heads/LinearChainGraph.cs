using MLSeq.Graphs;

namespace MLSeq.Networks.Heads;

/// <summary>The recursions of a <see cref="LinearChain"/> in a graph, over padded rows: steps behind a row's end change nothing.</summary>
internal sealed class LinearChainGraph
{
    private readonly IGraph _graph;
    private readonly GraphValue _emissions;
    private readonly GraphValue _running;
    private readonly GraphValue _first;
    private readonly GraphValue _none;
    private readonly GraphValue _transitions;
    private readonly GraphValue _start;
    private readonly GraphValue _end;
    private readonly int _size;

    /// <param name="graph">The graph.</param>
    /// <param name="emissions">e [N, T, K].</param>
    /// <param name="lengths">The rows' lengths [N] (int32).</param>
    /// <param name="parameters">A [K, K], b and c [1, K].</param>
    public LinearChainGraph(
        IGraph graph, GraphValue emissions, GraphValue lengths, (Parameter Transitions, Parameter Start, Parameter End) parameters)
    {
        _graph = graph;
        _size = parameters.Start.Columns;
        _emissions = graph.Transpose(emissions, 1, 0, 2);                                                                // [T, N, K]
        _running = graph.Unsqueeze(graph.CastToFloat(graph.RunningSteps(_emissions, lengths)), 2);                       // [T, N, 1]
        _first = graph.Unsqueeze(graph.CastToFloat(graph.RunningSteps(_emissions, graph.Constant("one", [1L], 1))), 2);  // [T, 1, 1]
        _none = graph.Multiply(graph.ReduceMax(_emissions, 0), graph.Constant("zero", [0f]));                            // [N, K]
        _transitions = graph.Constant("transitions", parameters.Transitions.Values, 1, _size, _size);
        _start = graph.Constant("start", parameters.Start.Values, 1, _size);
        _end = graph.Constant("end", parameters.End.Values, 1, _size);
    }

    /// <summary>p [N, T, K]: softmax(alpha + beta), zero behind a row's end.</summary>
    public GraphValue Marginals()
    {
        var (_, alpha) = Forward(values => _graph.ReduceLogSumExp(values, 2), (next, _, _) => next);
        var shares = _graph.Softmax(_graph.Add(alpha, Backward()), 2);
        return _graph.Transpose(_graph.Multiply(shares, _running), 1, 0, 2);
    }

    /// <summary>The best path of each row [N, T] (int64); behind a row's end its last class.</summary>
    public GraphValue BestPath()
    {
        var identity = _graph.Constant("classes", [.. Enumerable.Range(0, _size).Select(k => (float)k)], 1, _size);
        var (last, origins) = Forward(
            values => _graph.ReduceMax(values, 2),
            (_, values, running) => Choose(running, _graph.CastToFloat(_graph.ArgMax(values, 2)), identity));
        var best = _graph.CastToFloat(_graph.ArgMax(_graph.Add(last, _end), 1)); // [N]
        var (_, path) = _graph.Scan([best], [origins], reverse: true, (carried, steps) =>
        {
            var place = _graph.CastToInt64(_graph.Unsqueeze(carried[0], 1));
            var before = _graph.Operator("GatherElements", [steps[0], place], 1, string.Empty, new GraphAttribute("axis", 1L))[0];
            return ([_graph.Squeeze(before, 1)], [carried[0]]);
        });
        return _graph.Transpose(_graph.CastToInt64(path[0]), 1, 0);
    }

    /// <summary>From step to step, a[t][j] = e[t][j] + reduction over i of (a[t-1][i] + A[i, j]), less its maximum.</summary>
    /// <param name="reduce">From [N, K (j), K (i)] to [N, K].</param>
    /// <param name="output">From a[t], what was reduced and whether the step is one of the row, to what the step gives [N, K].</param>
    /// <returns>a at each row's last step [N, K], and what the steps give [T, N, K].</returns>
    private (GraphValue Last, GraphValue Outputs) Forward(
        Func<GraphValue, GraphValue> reduce, Func<GraphValue, GraphValue, GraphValue, GraphValue> output)
    {
        var incoming = _graph.Transpose(_transitions, 0, 2, 1);
        var (carried, outputs) = _graph.Scan([_none], [_emissions, _running, _first], reverse: false, (states, steps) =>
        {
            var values = _graph.Add(_graph.Unsqueeze(states[0], 1), incoming);
            var next = Shifted(_graph.Add(Choose(steps[2], _start, reduce(values)), steps[0]));
            next = Choose(steps[1], next, states[0]);
            return ([next], [output(next, values, steps[1])]);
        });
        return (carried[0], outputs[0]);
    }

    /// <summary>beta [T, N, K].</summary>
    private GraphValue Backward()
    {
        var (_, outputs) = _graph.Scan([_graph.Add(_none, _end)], [_emissions, _running], reverse: true, (states, steps) =>
        {
            var ahead = _graph.Unsqueeze(_graph.Add(states[0], steps[0]), 1);
            var before = Shifted(_graph.ReduceLogSumExp(_graph.Add(_transitions, ahead), 2));
            return ([Choose(steps[1], before, states[0])], [states[0]]);
        });
        return outputs[0];
    }

    /// <summary>Where the condition, 1 or 0, holds the one, else the other; all are finite.</summary>
    private GraphValue Choose(GraphValue condition, GraphValue one, GraphValue other) => _graph.Add(
        _graph.Multiply(condition, one),
        _graph.Multiply(_graph.Subtract(_graph.Constant("yes", [1f]), condition), other));

    /// <summary>[N, K] less each row's maximum: only differences count, and small numbers are exact.</summary>
    private GraphValue Shifted(GraphValue values) => _graph.Subtract(values, _graph.Unsqueeze(_graph.ReduceMax(values, 1), 1));
}
