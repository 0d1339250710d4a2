using MLSeq.Networks.Losses;

namespace MLSeq.Networks.Heads;

/// <summary>Measures a softmax over all classes a few answers at a time, so that memory does not grow with answers times classes.</summary>
internal sealed class FullMeasure
{
    private const int BlockRows = 32;

    private readonly Matrix _block = new();
    private readonly SoftmaxCrossEntropy _loss = new();

    /// <summary>The sum of weighted losses and the sum of weights of right answers.</summary>
    /// <param name="batch">The labels and weights.</param>
    /// <param name="states">The states [Answers, D].</param>
    /// <param name="forward">Raw outputs of states: scores, to which a row may add any number, or logarithms of probabilities.</param>
    public (double Loss, double Right) Run(PackedBatch batch, Matrix states, Func<Matrix, Matrix> forward)
    {
        var (loss, right) = (0d, 0d);
        for (var first = 0; first < states.Rows; first += BlockRows)
        {
            _block.Resize(Math.Min(BlockRows, states.Rows - first), states.Columns);
            states.From(first)[.._block.Span.Length].CopyTo(_block.Span);
            var measured = _loss.Measure(batch, first, forward(_block));
            (loss, right) = (loss + measured.Loss, right + measured.Right);
        }

        return (loss, right);
    }
}
