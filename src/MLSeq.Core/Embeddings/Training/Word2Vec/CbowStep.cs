using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// CBOW with logistic targets: the mean of the window's words against each target. As in word2vec.c each of the words then
/// gets the mean's whole change, not its share.
/// </summary>
internal sealed unsafe class CbowStep(Word2VecMatrices matrices, LogisticTargets targets) : WindowStep
{
    private readonly AlignedBuffer _mean = new(matrices.Stride);
    private readonly AlignedBuffer _change = new(matrices.Stride);
    private readonly AlignedBuffer _gradients = new(WindowKernel.GradientStride + WindowKernel.LabelStride);

    public override void Begin(ReadOnlySpan<int> centres, SeededRandom random) => targets.Begin(centres, random);

    public override void Prefetch(int place) => targets.Prefetch(place);

    public override void Train(int place, float** inputs, int inputCount, float rate)
    {
        targets.Select(place, rate);
        var columns = matrices.Columns;
        float* mean = _mean.Pointer, change = _change.Pointer, gradients = _gradients.Pointer;
        WindowRows.Mean(inputs, inputCount, columns, mean);
        _change.Clear();
        for (var tile = 0; tile < targets.TileCount; tile++)
        {
            var rows = targets.Rows(tile);
            WindowKernel.Dot(&mean, 1, rows, columns, gradients);
            WindowKernel.ToGradients(targets.Labels(tile), targets.Rates(tile), gradients, 1);
            WindowKernel.Update(mean, change, rows, columns, gradients);
        }

        WindowRows.Add(change, inputs, inputCount, columns);
    }
}
