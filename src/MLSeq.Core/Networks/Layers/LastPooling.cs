using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>
/// The state each direction ends with: y[n] = h[length(n) - 1], and in bidirectional networks the second half of the
/// features is h[0]'s, the step the backward direction ends at. The gradient goes to these positions alone.
/// </summary>
internal sealed class LastPooling(bool bidirectional) : Pooling
{
    private readonly Matrix _output = new();
    private readonly Matrix _inputGradient = new();

    public override Matrix Forward(PackedBatch batch, Matrix states)
    {
        _output.Resize(batch.Rows, states.Columns);
        var forward = ForwardSize(states);
        for (var r = 0; r < batch.Rows; r++)
        {
            states.Row(LastPosition(batch, r))[..forward].CopyTo(_output.Row(r));
            states.Row(r)[forward..].CopyTo(_output.Row(r)[forward..]);
        }

        return _output;
    }

    public override Matrix Backward(PackedBatch batch, Matrix states, Matrix outputGradient)
    {
        _inputGradient.Resize(states.Rows, states.Columns).Span.Clear();
        var forward = ForwardSize(states);
        for (var r = 0; r < batch.Rows; r++)
        {
            outputGradient.Row(r)[..forward].CopyTo(_inputGradient.Row(LastPosition(batch, r)));
            outputGradient.Row(r)[forward..].CopyTo(_inputGradient.Row(r)[forward..]);
        }

        return _inputGradient;
    }

    public override GraphValue Describe(IGraph graph, GraphStates states, GraphValue lengths) => states.Last;

    private int ForwardSize(Matrix states) => bidirectional ? states.Columns / 2 : states.Columns;

    /// <summary>The position of a sequence's last step.</summary>
    public static int LastPosition(PackedBatch batch, int row) => batch.Offset(batch.Lengths[row] - 1) + row;
}
