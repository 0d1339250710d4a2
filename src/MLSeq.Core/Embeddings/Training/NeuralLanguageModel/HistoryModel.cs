using System.Numerics.Tensors;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Embeddings.Training.NeuralLanguageModel;

/// <summary>
/// The model and its gradients, for batches of N predictions:
/// <code>
/// X[N, n m] = the rows of C[V + 1, m] of the n words before, side by side; row V stands before a sentence's first word
/// A[N, h]   = tanh(X H' + d)         H[h, n m], d[h]
/// P[N, V]   = softmax(A U' + b)      U[V, h], b[V]
/// J         = -1/N sum log P[i, word i]
/// </code>
/// </summary>
/// <remarks>
/// Forward and back to X, threads split the batch; then they split the rows of each parameter, whose gradients so need
/// no adding up over threads.
/// </remarks>
internal sealed class HistoryModel
{
    private readonly int _words;
    private readonly int _dimensions;
    private readonly int _history;
    private readonly int _hidden;
    private readonly WorkerTeam _team;
    private readonly double[] _losses;
    private readonly AlignedBuffer _x = new();
    private readonly AlignedBuffer _xGradient = new();
    private readonly AlignedBuffer _a = new();
    private readonly AlignedBuffer _aGradient = new();
    private readonly AlignedBuffer _p = new();

    public HistoryModel(int words, NeuralLanguageModelOptions options, WorkerTeam team)
    {
        (_words, _dimensions, _history, _hidden, _team) = (words, options.Dimensions, options.History, options.HiddenSize, team);
        _losses = new double[team.Size];
        Vectors = new(words + 1, _dimensions);
        Hidden = new(_hidden, checked(_history * _dimensions));
        HiddenBias = new(_hidden, 1);
        Output = new(words, _hidden);
        OutputBias = new(words, 1);

        // Glorot and Bengio (2010); the words' vectors are as an input of deviation 1/10.
        var random = new SeededRandom(options.Seed);
        random.Normal(Vectors.Value.Span, 0.1);
        random.Uniform(Hidden.Value.Span, Math.Sqrt(6.0 / (_hidden + Hidden.Columns)));
        random.Uniform(Output.Value.Span, Math.Sqrt(6.0 / (_hidden + words)));
    }

    /// <summary>C, [V + 1, m].</summary>
    public Parameter Vectors { get; }

    /// <summary>H, [h, n m].</summary>
    public Parameter Hidden { get; }

    /// <summary>d, [h].</summary>
    public Parameter HiddenBias { get; }

    /// <summary>U, [V, h].</summary>
    public Parameter Output { get; }

    /// <summary>b, [V].</summary>
    public Parameter OutputBias { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Parameter> Parameters => [Vectors, Hidden, HiddenBias, Output, OutputBias];

    /// <summary>The number that stands for what is before a sentence.</summary>
    public int Before => _words;

    /// <summary>The words' vectors, [V, m].</summary>
    public AlignedBuffer WordVectors()
    {
        var vectors = new AlignedBuffer(_words * _dimensions);
        Vectors.Value.Span[..vectors.Length].CopyTo(vectors.Span);
        return vectors;
    }

    /// <summary>Works out the gradients of J.</summary>
    /// <param name="histories">The words before each word, the nearest one last, [N, n].</param>
    /// <param name="targets">The words, [N].</param>
    /// <param name="count">N.</param>
    /// <returns>N J.</returns>
    public double Propagate(int[] histories, int[] targets, int count)
    {
        Resize(count);
        _team.Run(worker => _losses[worker] = PropagateRows(
            histories, targets, (int)((long)count * worker / _team.Size), (int)((long)count * (worker + 1) / _team.Size), count));
        _team.Run(worker => Differentiate(histories, count, worker));
        return _losses.Sum();
    }

    /// <summary>Takes a step.</summary>
    public void Update(UpdateRule rule) => _team.Run(worker =>
    {
        foreach (var parameter in Parameters)
        {
            var (first, end) = parameter.Part(worker, _team.Size);
            parameter.Update(rule, first, end);
        }
    });

    private void Resize(int count)
    {
        _x.Resize(checked(count * Hidden.Columns));
        _xGradient.Resize(count * Hidden.Columns);
        _a.Resize(checked(count * _hidden));
        _aGradient.Resize(count * _hidden);
        _p.Resize(checked(count * _words));
    }

    /// <summary>Forward, and back to X, for some predictions of the batch.</summary>
    private double PropagateRows(int[] histories, int[] targets, int first, int end, int count)
    {
        var (rows, width, loss) = (end - first, Hidden.Columns, 0d);
        var x = _x.Span[(first * width)..(end * width)];
        var a = _a.Span[(first * _hidden)..(end * _hidden)];
        var aGradient = _aGradient.Span[(first * _hidden)..(end * _hidden)];
        var p = _p.Span[(first * _words)..(end * _words)];
        for (var i = 0; i < rows * _history; i++)
        {
            Row(Vectors.Value, histories[(first * _history) + i], _dimensions).CopyTo(x[(i * _dimensions)..]);
        }

        MatrixProduct.Multiply(false, true, rows, _hidden, width, x, width, Hidden.Value.Span, width, a, _hidden, false);
        for (var i = 0; i < rows; i++)
        {
            Numerics.Vectors.Add(HiddenBias.Value.Span, a.Slice(i * _hidden, _hidden));
        }

        TensorPrimitives.Tanh(a, a);
        MatrixProduct.Multiply(false, true, rows, _words, _hidden, a, _hidden, Output.Value.Span, _hidden, p, _words, false);
        for (var i = 0; i < rows; i++)
        {
            // dJ / d score = (p - 1 for the word itself) / N
            var scores = p.Slice(i * _words, _words);
            Numerics.Vectors.Add(OutputBias.Value.Span, scores);
            var log = Softmax.LogSumExp(scores);
            ref var target = ref scores[targets[first + i]];
            loss += log - target;
            TensorPrimitives.Subtract(scores, log, scores);
            TensorPrimitives.Exp(scores, scores);
            target--;
            Numerics.Vectors.Scale(1f / count, scores);
        }

        MatrixProduct.Multiply(false, false, rows, _hidden, _words, p, _words, Output.Value.Span, _hidden, aGradient, _hidden, false);
        for (var i = 0; i < a.Length; i++)
        {
            aGradient[i] *= 1 - (a[i] * a[i]);
        }

        var xGradient = _xGradient.Span[(first * width)..(end * width)];
        MatrixProduct.Multiply(false, false, rows, width, _hidden, aGradient, _hidden, Hidden.Value.Span, width, xGradient, width, false);
        return loss;
    }

    /// <summary>The gradients of a worker's rows of each parameter.</summary>
    private void Differentiate(int[] histories, int count, int worker)
    {
        MultiplyRows(Output, OutputBias, _p.Span, _words, _a.Span, count, worker);
        MultiplyRows(Hidden, HiddenBias, _aGradient.Span, _hidden, _x.Span, count, worker);

        var (first, end) = Vectors.Part(worker, _team.Size);
        Vectors.Gradient.Span[(first * _dimensions)..(end * _dimensions)].Clear();
        for (var i = 0; i < count * _history; i++)
        {
            if (histories[i] >= first && histories[i] < end)
            {
                Numerics.Vectors.Add(_xGradient.Span.Slice(i * _dimensions, _dimensions), Row(Vectors.Gradient, histories[i], _dimensions));
            }
        }
    }

    /// <summary>For y = x W' + b: dW[rows, columns] = dy' x and db = the sum of dy, for a worker's rows.</summary>
    private void MultiplyRows(Parameter weights, Parameter bias, ReadOnlySpan<float> dy, int width, ReadOnlySpan<float> x, int count, int worker)
    {
        var (first, end) = weights.Part(worker, _team.Size);
        if (first == end)
        {
            return;
        }

        var columns = weights.Columns;
        MatrixProduct.Multiply(
            true, false, end - first, columns, count, dy[first..], width, x, columns, weights.Gradient.Span[(first * columns)..], columns, false);
        var sums = bias.Gradient.Span[first..end];
        sums.Clear();
        for (var i = 0; i < count; i++)
        {
            Numerics.Vectors.Add(dy.Slice((i * width) + first, end - first), sums);
        }
    }

    private static Span<float> Row(AlignedBuffer matrix, int row, int width) => matrix.Span.Slice(row * width, width);
}
