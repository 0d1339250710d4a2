namespace MLSeq.Networks.Layers;

/// <summary>score(h, m) = h · m, for H = D.</summary>
internal sealed class DotAttention : Attention
{
    public override IReadOnlyList<Layer> Layers => [];

    protected override void Score(Matrix states, int position, int sourceRow, Span<float> scores) => Dots(states.Row(position), Memory, sourceRow, scores);

    protected override void ScoreBackward(Matrix states, int position, int sourceRow, ReadOnlySpan<float> gradient, Matrix stateGradient) =>
        DotsBackward(states.Row(position), Memory, sourceRow, gradient, stateGradient.Row(position), MemoryGradient);
}
