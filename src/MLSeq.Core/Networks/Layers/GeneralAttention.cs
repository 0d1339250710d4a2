using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>score(h, m) = h · k with the key k = W m, W [H, D].</summary>
internal sealed class GeneralAttention(string name, int stateSize, int memorySize, ParameterSource source) : Attention
{
    private readonly Linear _key = new($"{name}.key", memorySize, stateSize, source, hasBias: false);
    private readonly Matrix _keysGradient = new();
    private Matrix _keys = null!;

    public override IReadOnlyList<Layer> Layers => [_key];

    public override void BeginBackward()
    {
        base.BeginBackward();
        _keysGradient.Resize(_keys.Rows, _keys.Columns).Span.Clear();
    }

    public override GraphValue DescribeKeys(IGraph graph, GraphValue memory) => _key.Describe(graph, memory);

    protected override void MakeKeys(Matrix memory)
    {
        _keys = _key.Begin(memory.Rows);
        _key.Forward(memory, 0, memory.Rows);
    }

    protected override void Score(Matrix states, int position, int sourceRow, Span<float> scores) => Dots(states.Row(position), _keys, sourceRow, scores);

    protected override void ScoreBackward(Matrix states, int position, int sourceRow, ReadOnlySpan<float> gradient, Matrix stateGradient) =>
        DotsBackward(states.Row(position), _keys, sourceRow, gradient, stateGradient.Row(position), _keysGradient);

    protected override void EndBackward(Matrix states, Matrix memory, Matrix memoryGradient)
    {
        _key.Backward(_keysGradient, 0, memory.Rows, memoryGradient, accumulate: true);
        _key.EndBackward(memory, _keysGradient);
    }
}
