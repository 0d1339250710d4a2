using MLSeq.Graphs;
using MLSeq.Onnx.Proto;

namespace MLSeq.Onnx.Graphs;

// Loops over the steps of sequences.
public sealed partial class OnnxGraph
{
    /// <inheritdoc/>
    public (GraphValue[] Carried, GraphValue[] Outputs) Scan(
        ReadOnlySpan<GraphValue> carried,
        ReadOnlySpan<GraphValue> sequences,
        bool reverse,
        Func<GraphValue[], GraphValue[], (GraphValue[] Carried, GraphValue[] Outputs)> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var outer = _current;
        var body = new GraphProto { Name = Unique("step") };
        GraphValue[] states = BodyInputs(body, "state", carried.Length);
        GraphValue[] values = BodyInputs(body, "value", sequences.Length);
        GraphValue[] nextStates;
        GraphValue[] stepOutputs;
        _current = body;
        try
        {
            (nextStates, stepOutputs) = step(states, values);

            // A body gives nothing of its inputs or the outer graph as it is: each output is made in it.
            foreach (var output in nextStates.Concat(stepOutputs))
            {
                string name = Node("Identity", output).Name;
                body.Output.Add(UnknownShape(name, OnnxElementType.Float));
            }
        }
        finally
        {
            _current = outer;
        }

        long direction = reverse ? 1 : 0;
        var outputs = Operator(
            "Scan",
            [.. carried, .. sequences],
            nextStates.Length + stepOutputs.Length,
            string.Empty,
            new GraphAttribute("body", body),
            new GraphAttribute("num_scan_inputs", (long)sequences.Length),
            new GraphAttribute("scan_input_directions", Enumerable.Repeat(direction, sequences.Length).ToArray()),
            new GraphAttribute("scan_output_directions", Enumerable.Repeat(direction, stepOutputs.Length).ToArray()));
        return (outputs[..nextStates.Length], outputs[nextStates.Length..]);
    }

    private GraphValue[] BodyInputs(GraphProto body, string name, int count)
    {
        var values = new GraphValue[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = new GraphValue(Unique(name));
            body.Input.Add(UnknownShape(values[i].Name, OnnxElementType.Float));
        }

        return values;
    }
}
