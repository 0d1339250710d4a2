using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>Skip-gram with logistic targets: each word of the window against each target, tile by tile.</summary>
internal sealed unsafe class SkipGramStep(Word2VecMatrices matrices, LogisticTargets targets, int window) : WindowStep
{
    private readonly AlignedBuffer _gradients = new((2 * window * WindowKernel.GradientStride) + WindowKernel.LabelStride);

    public override void Begin(ReadOnlySpan<int> centres, SeededRandom random) => targets.Begin(centres, random);

    public override void Prefetch(int place) => targets.Prefetch(place);

    public override void Train(int place, float** inputs, int inputCount, float rate)
    {
        targets.Select(place, rate);
        var gradients = _gradients.Pointer;
        for (var tile = 0; tile < targets.TileCount; tile++)
        {
            var rows = targets.Rows(tile);
            WindowKernel.Dot(inputs, inputCount, rows, matrices.Columns, gradients);
            WindowKernel.ToGradients(targets.Labels(tile), targets.Rates(tile), gradients, inputCount);
            WindowKernel.Update(inputs, inputCount, rows, matrices.Columns, gradients);
        }
    }
}
