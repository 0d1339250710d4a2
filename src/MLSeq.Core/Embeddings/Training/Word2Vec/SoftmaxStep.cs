using System.Numerics.Tensors;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// Either model with the full softmax: p = softmax(V x), then x += rate Vᵀ(y - p) and vⱼ += rate (yⱼ - pⱼ) x, with y the
/// predicted word's one-hot vector. CBOW's x is the window's mean, whose whole change each word gets.
/// </summary>
internal sealed unsafe class SoftmaxStep(Word2VecMatrices matrices, Word2VecModel model) : WindowStep
{
    private readonly int[] _centres = new int[BlockLength];
    private readonly AlignedBuffer _mean = new(matrices.Stride);
    private readonly AlignedBuffer _change = new(matrices.Stride);
    private readonly AlignedBuffer _scores = new(matrices.OutputCount);

    public override void Begin(ReadOnlySpan<int> centres, SeededRandom random) => centres.CopyTo(_centres);

    /// <summary>Every row is needed each time.</summary>
    public override void Prefetch(int place)
    {
    }

    public override void Train(int place, float** inputs, int inputCount, float rate)
    {
        if (model == Word2VecModel.Cbow)
        {
            WindowRows.Mean(inputs, inputCount, matrices.Columns, _mean.Pointer);
            Train(_centres[place], _mean.Pointer, rate);
            WindowRows.Add(_change.Pointer, inputs, inputCount, matrices.Columns);
        }
        else
        {
            for (var i = 0; i < inputCount; i++)
            {
                Train(_centres[place], inputs[i], rate);
                WindowRows.Add(_change.Pointer, inputs + i, 1, matrices.Columns);
            }
        }
    }

    /// <summary>Updates the outputs and leaves the input's change.</summary>
    private void Train(int centre, float* input, float rate)
    {
        var x = new ReadOnlySpan<float>(input, matrices.Columns);
        var scores = _scores.Span;
        for (var word = 0; word < scores.Length; word++)
        {
            scores[word] = TensorPrimitives.Dot(x, Output(word));
        }

        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Exp(scores, scores);
        TensorPrimitives.Multiply(scores, -rate / TensorPrimitives.Sum<float>(scores), scores);
        scores[centre] += rate;

        _change.Clear();
        var change = _change.Span[..matrices.Columns];
        for (var word = 0; word < scores.Length; word++)
        {
            var output = Output(word);
            Vectors.Axpy(scores[word], output, change);
            Vectors.Axpy(scores[word], x, output);
        }
    }

    private Span<float> Output(int word) => new(matrices.Output(word), matrices.Columns);
}
