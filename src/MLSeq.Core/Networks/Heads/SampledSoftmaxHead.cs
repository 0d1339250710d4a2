using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>
/// A softmax over many classes that is trained on a few of them (Jean et al., 2015; Bengio and Senécal, 2008). For each batch
/// and thread, classes C are drawn from a proposal; an answer with label y is then one class of C and y, with the scores
/// <code>
/// z[k] = W[k] · h + b[k] - log P(k in C)      L = -w (z[y] - log of the sum of e^z over y and C without y)
/// </code>
/// The correction makes the gradient's mean that of the full softmax as C grows. A step costs as much as it has samples and answers, and
/// changes only their rows of W. The training loss is that of the smaller choice; validation and scoring are over all classes. Ids
/// are expected in the order of falling frequency, as vocabularies have them.
/// </summary>
internal sealed class SampledSoftmaxHead : Head
{
    private readonly OutputRows _rows;
    private readonly Dense _dense;
    private readonly LogUniformProposal _proposal;
    private readonly FullMeasure _measure = new();
    private readonly bool _eachStep;
    private readonly int[] _candidates;
    private readonly int[] _slots;
    private readonly Matrix _weights = new();
    private readonly Matrix _scores = new();
    private readonly Matrix _candidateGradient = new();
    private readonly Matrix _statesGradient = new();
    private readonly AlignedBuffer _row = new();
    private int _count;

    /// <param name="name">The name of the output layer, whose parameters are those of a <see cref="Dense"/>.</param>
    /// <param name="inputSize">The length of a state.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="samples">How many classes are drawn; those drawn twice count once.</param>
    /// <param name="eachStep">Whether each step has an answer.</param>
    /// <param name="source">Gives the parameters.</param>
    public SampledSoftmaxHead(string name, int inputSize, int classes, int samples, bool eachStep, ParameterSource source)
    {
        _dense = new Dense(name, inputSize, classes, source);
        _rows = new OutputRows(name, inputSize, classes, source);
        _proposal = new LogUniformProposal(classes);
        _eachStep = eachStep;
        _candidates = new int[samples];
        _slots = new int[classes];
        Layers = [_rows];
    }

    public override IReadOnlyList<Layer> Layers { get; }

    public override Matrix Forward(PackedBatch batch, Matrix states) => _dense.Forward(states);

    public override void Activate(PackedBatch batch, Matrix outputs) =>
        Softmax.Rows(outputs.Rows, outputs.Columns, outputs.Span, outputs.Columns);

    public override double Differentiate(PackedBatch batch, Matrix states, float scale, SeededRandom? random, out Matrix statesGradient)
    {
        ArgumentNullException.ThrowIfNull(random);
        DrawCandidates(random);
        var loss = Scores(batch, states, scale);
        Gradients(batch, states);
        foreach (var candidate in _candidates.AsSpan(0, _count))
        {
            _slots[candidate] = 0;
        }

        statesGradient = _statesGradient;
        return loss;
    }

    public override (double Loss, double Right) Measure(PackedBatch batch, Matrix states) =>
        _measure.Run(batch, states, _dense.Forward);

    public override GraphValue Describe(IGraph graph, GraphValue states, GraphValue lengths) =>
        graph.Softmax(_dense.Describe(graph, states, _eachStep), _eachStep ? 2 : 1);

    /// <summary>Different classes; each has its place among them, from 1, in _slots.</summary>
    private void DrawCandidates(SeededRandom random)
    {
        _count = 0;
        for (var i = 0; i < _candidates.Length; i++)
        {
            var candidate = _proposal.Draw(random);
            if (_slots[candidate] == 0)
            {
                _candidates[_count++] = candidate;
                _slots[candidate] = _count;
            }
        }
    }

    /// <summary>The scores [Answers, count + 1], the label's in the last column, turned into their gradient; gives the loss.</summary>
    private double Scores(PackedBatch batch, Matrix states, float scale)
    {
        var (size, columns) = (states.Columns, _count + 1);
        _weights.Resize(_count, size);
        MatrixRows.Gather(_rows.Weights, size, _candidates.AsSpan(0, _count), _weights.Span);
        var corrections = _row.Resize(_count);
        for (var c = 0; c < _count; c++)
        {
            corrections[c] = Correction(_candidates[c]);
        }

        _scores.Resize(states.Rows, columns);
        MatrixRows.Fill(states.Rows, _count, _scores.Span, columns, corrections);
        MatrixProduct.Multiply(
            false, true, states.Rows, _count, size, states.Span, size, _weights.Span, size, _scores.Span, columns, true);
        var loss = 0d;
        for (var r = 0; r < states.Rows; r++)
        {
            var row = _scores.Row(r);
            var weight = batch.Weights[r];
            if (weight == 0)
            {
                row.Clear();
                continue;
            }

            var label = (int)batch.Labels[r];
            var score = row[_count] = Vectors.Dot(states.Row(r), _rows.WeightsOf(label)) + Correction(label);
            if (_slots[label] > 0)
            {
                row[_slots[label] - 1] = float.NegativeInfinity;
            }

            loss += weight * ((double)Softmax.Row(row, scale * weight) - score);
            row[_count] -= scale * weight;
        }

        return loss;
    }

    /// <summary>b[k] - log P(k in C).</summary>
    private float Correction(int k) => _rows.Bias[k] - (float)_proposal.LogInclusion(k, _candidates.Length);

    private void Gradients(PackedBatch batch, Matrix states)
    {
        var (size, columns) = (states.Columns, _count + 1);
        _candidateGradient.Resize(_count, size);
        MatrixProduct.Multiply(
            true, false, _count, size, states.Rows, _scores.Span, columns, states.Span, size, _candidateGradient.Span, size, false);
        _statesGradient.Resize(states.Rows, size);
        MatrixProduct.Multiply(
            false, false, states.Rows, size, _count, _scores.Span, columns, _weights.Span, size, _statesGradient.Span, size, false);
        var bias = _rows.BiasGradient.Values;
        bias.Clear();
        _rows.WeightsGradient.Clear(_count + states.Rows);
        var sums = _row.Resize(_count);
        MatrixRows.Sum(states.Rows, _count, _scores.Span, columns, sums, false);
        for (var c = 0; c < _count; c++)
        {
            bias[_candidates[c]] = sums[c];
            _rows.WeightsGradient.Add(_candidates[c], _candidateGradient.Row(c));
        }

        var row = _row.Resize(size);
        for (var r = 0; r < states.Rows; r++)
        {
            if (batch.Weights[r] == 0)
            {
                continue;
            }

            var (label, gradient) = ((int)batch.Labels[r], _scores.Row(r)[_count]);
            bias[label] += gradient;
            Vectors.Axpy(gradient, _rows.WeightsOf(label), _statesGradient.Row(r));
            states.Row(r).CopyTo(row);
            Vectors.Scale(gradient, row);
            _rows.WeightsGradient.Add(label, row);
        }
    }

    /// <summary>The parameters of a <see cref="Dense"/>, with gradients for the rows used alone.</summary>
    private sealed class OutputRows : Layer
    {
        private readonly Parameter _weights;
        private readonly Parameter _bias;

        public OutputRows(string name, int inputSize, int classes, ParameterSource source)
        {
            // The dense layer has made them.
            _weights = source($"{name}.weights", classes, inputSize, (_, _) => throw new InvalidOperationException());
            _bias = source($"{name}.bias", 1, classes, (_, _) => throw new InvalidOperationException());
            WeightsGradient = AddRows(_weights);
            BiasGradient = AddDense(_bias);
        }

        public RowGradient WeightsGradient { get; }

        public DenseGradient BiasGradient { get; }

        public Span<float> Weights => _weights.Values;

        public Span<float> Bias => _bias.Values;

        public Span<float> WeightsOf(int row) => _weights.Values.Slice(row * _weights.Columns, _weights.Columns);
    }
}
