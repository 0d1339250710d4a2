using System.Numerics.Tensors;
using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>
/// A softmax over many classes in clusters (Grave et al., 2017): the frequent classes, below the first cutoff, and one class for
/// each cluster of rarer ones share the softmax of the head; a cluster i from 1 has a softmax of its own over a projection of
/// the state to 1 / 4^i of its length:
/// <code>
/// p(y) = head(h)[y] for y below the first cutoff      p(y) = head(h)[cluster i] tail i(h)[y] for y in cluster i
/// head(h) = softmax(W h + b)                          tail i(h) = softmax(Wi (Pi h + ci) + bi)
/// </code>
/// L is the sum of -w log p(label). A cluster's matrices are multiplied only by the states of answers in it. Ids are expected in the
/// order of falling frequency, as vocabularies have them. Raw outputs are the logarithms of p.
/// </summary>
internal sealed class AdaptiveSoftmaxHead : Head
{
    private const int Shrinkage = 4;

    private readonly Dense _head;
    private readonly Tail[] _tails;
    private readonly FullMeasure _measure = new();
    private readonly int _frequent;
    private readonly int _classes;
    private readonly bool _eachStep;
    private readonly Matrix _outputs = new();

    /// <param name="name">The name of the output layers.</param>
    /// <param name="inputSize">The length of a state.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="cutoffs">The first class of each cluster, rising, at least one.</param>
    /// <param name="eachStep">Whether each step has an answer.</param>
    /// <param name="source">Gives the parameters.</param>
    public AdaptiveSoftmaxHead(string name, int inputSize, int classes, IReadOnlyList<int> cutoffs, bool eachStep, ParameterSource source)
    {
        (_frequent, _classes, _eachStep) = (cutoffs[0], classes, eachStep);
        _head = new Dense(name, inputSize, _frequent + cutoffs.Count, source);
        _tails = new Tail[cutoffs.Count];
        var size = inputSize;
        for (var i = 0; i < _tails.Length; i++)
        {
            size = Math.Max(1, size / Shrinkage);
            var end = i + 1 < cutoffs.Count ? cutoffs[i + 1] : classes;
            _tails[i] = new Tail($"{name}{i + 1}", inputSize, size, cutoffs[i], end - cutoffs[i], source);
        }

        Layers = [_head, .. _tails.SelectMany(t => new[] { t.Projection, t.Output })];
    }

    public override IReadOnlyList<Layer> Layers { get; }

    public override Matrix Forward(PackedBatch batch, Matrix states) => LogProbabilities(states);

    public override void Activate(PackedBatch batch, Matrix outputs) => TensorPrimitives.Exp(outputs.Span, outputs.Span);

    public override double Differentiate(PackedBatch batch, Matrix states, float scale, SeededRandom? random, out Matrix statesGradient)
    {
        var head = _head.Forward(states);
        var loss = 0d;
        for (var r = 0; r < head.Rows; r++)
        {
            loss += LossGradient(head.Row(r), HeadClass((int)batch.Labels[r]), batch.Weights[r], scale);
        }

        statesGradient = _head.Backward(states, head);
        foreach (var tail in _tails)
        {
            loss += tail.Differentiate(batch, states, scale, statesGradient);
        }

        return loss;
    }

    public override (double Loss, double Right) Measure(PackedBatch batch, Matrix states) => _measure.Run(batch, states, LogProbabilities);

    public override GraphValue Describe(IGraph graph, GraphValue states, GraphValue lengths)
    {
        var axis = new GraphAttribute("axis", _eachStep ? 2L : 1L);
        var head = graph.Operator("LogSoftmax", [_head.Describe(graph, states, _eachStep)], 1, string.Empty, axis)[0];
        GraphValue Columns(int first, int count) => graph.Operator(
            "Gather", [head, graph.Constant("columns", [.. Enumerable.Range(first, count).Select(c => (long)c)], count)], 1, string.Empty, axis)[0];
        var parts = new List<GraphValue> { Columns(0, _frequent) };
        for (var i = 0; i < _tails.Length; i++)
        {
            var scores = _tails[i].Output.Describe(graph, _tails[i].Projection.Describe(graph, states, _eachStep), _eachStep);
            parts.Add(graph.Add(graph.Operator("LogSoftmax", [scores], 1, string.Empty, axis)[0], Columns(_frequent + i, 1)));
        }

        var all = graph.Operator("Concat", [.. parts], 1, string.Empty, axis)[0];
        return graph.Operator("Exp", [all], 1, string.Empty)[0];
    }

    private int HeadClass(int label)
    {
        var cluster = _tails.Length - 1;
        while (cluster >= 0 && label < _tails[cluster].First)
        {
            cluster--;
        }

        return cluster < 0 ? label : _frequent + cluster;
    }

    /// <summary>log p [N, classes] of states [N, D].</summary>
    private Matrix LogProbabilities(Matrix states)
    {
        var head = _head.Forward(states);
        _outputs.Resize(states.Rows, _classes);
        for (var r = 0; r < states.Rows; r++)
        {
            var row = head.Row(r);
            TensorPrimitives.Subtract(row, Softmax.LogSumExp(row), row);
            row[.._frequent].CopyTo(_outputs.Row(r));
        }

        for (var i = 0; i < _tails.Length; i++)
        {
            var scores = _tails[i].Scores(states);
            for (var r = 0; r < states.Rows; r++)
            {
                var row = scores.Row(r);
                var shift = head.Row(r)[_frequent + i] - Softmax.LogSumExp(row);
                TensorPrimitives.Add(row, shift, _outputs.Row(r).Slice(_tails[i].First, row.Length));
            }
        }

        return _outputs;
    }

    /// <summary>Turns a row of scores into the gradient of scale w times -log softmax[label]; gives w times that loss.</summary>
    private static double LossGradient(Span<float> scores, int label, float weight, float scale)
    {
        if (weight == 0)
        {
            scores.Clear();
            return 0;
        }

        var score = scores[label];
        var loss = weight * ((double)Softmax.Row(scores, scale * weight) - score);
        scores[label] -= scale * weight;
        return loss;
    }

    /// <summary>A cluster of rarer classes.</summary>
    private sealed class Tail(string name, int inputSize, int size, int first, int count, ParameterSource source)
    {
        private readonly Matrix _states = new();
        private int[] _rows = [];

        public int First => first;

        public Dense Projection { get; } = new($"{name}.projection", inputSize, size, source);

        public Dense Output { get; } = new(name, size, count, source);

        public Matrix Scores(Matrix states) => Output.Forward(Projection.Forward(states));

        /// <summary>The loss of this cluster's answers, given that they are in it; adds to <paramref name="statesGradient"/>.</summary>
        public double Differentiate(PackedBatch batch, Matrix states, float scale, Matrix statesGradient)
        {
            var rows = Gather(batch, states);
            var projected = Projection.Forward(_states);
            var scores = Output.Forward(projected);
            var loss = 0d;
            for (var r = 0; r < rows.Length; r++)
            {
                loss += LossGradient(scores.Row(r), (int)batch.Labels[rows[r]] - first, batch.Weights[rows[r]], scale);
            }

            var gradient = Projection.Backward(_states, Output.Backward(projected, scores));
            for (var r = 0; r < rows.Length; r++)
            {
                Vectors.Add(gradient.Row(r), statesGradient.Row(rows[r]));
            }

            return loss;
        }

        /// <summary>The answers in this cluster that count, and their states side by side.</summary>
        private ReadOnlySpan<int> Gather(PackedBatch batch, Matrix states)
        {
            if (_rows.Length < states.Rows)
            {
                _rows = new int[states.Rows];
            }

            var found = 0;
            for (var r = 0; r < states.Rows; r++)
            {
                if (batch.Weights[r] > 0 && batch.Labels[r] >= first && batch.Labels[r] < first + count)
                {
                    _rows[found++] = r;
                }
            }

            _states.Resize(found, states.Columns);
            for (var r = 0; r < found; r++)
            {
                states.Row(_rows[r]).CopyTo(_states.Row(r));
            }

            return _rows.AsSpan(0, found);
        }
    }
}
