using System.Numerics.Tensors;
using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>
/// A linear-chain conditional random field over the K classes of a sequence's steps (Lafferty et al., 2001; Lample et
/// al., 2016, equation 1 and what follows it). With emissions e[t] [K], transitions A [K, K] (from, to), start b and end c [K]:
/// <code>
/// s(y) = b[y1] + sum of e[t][y[t]] + sum of A[y[t-1], y[t]] + c[yT]        p(y) = e^s(y) / Z        L = log Z - s(y)
/// alpha[1] = b + e[1]     alpha[t][j] = e[t][j] + log sum over i of e^(alpha[t-1][i] + A[i, j])     log Z = log sum e^(alpha[T] + c)
/// beta[T] = c             beta[t][i] = log sum over j of e^(A[i, j] + e[t+1][j] + beta[t+1][j])
/// p[t] = softmax(alpha[t] + beta[t])      q[t][i, j] = p[t][i] softmax over j of (A[i, j] + e[t+1][j] + beta[t+1][j])
/// dL/de[t][j] = p[t][j] - [y[t] = j]      dL/dA[i, j] = sum over t of q[t][i, j] - [y[t] = i, y[t+1] = j]
/// dL/db = dL/de[1]      dL/dc = dL/de[T]
/// </code>
/// Of a sequence some of whose labels are not known, s(y) becomes the logarithm of the sum of e^s over all that agree with
/// the known ones (Tsuboi et al., 2008): the same recursions with the other classes ruled out. A, b and c start uniform in ±0.1.
/// </summary>
/// <remarks>alpha is kept less its maximum, which goes to a sum in double precision, so that long sequences lose no accuracy.</remarks>
internal sealed class LinearChain : Layer
{
    /// <summary>The score that rules something out, as a weight or in a sum: nothing in single precision comes back from it.</summary>
    public const float Impossible = -1e4f;

    private const float RuledOut = -1e30f;

    private readonly int _size;
    private readonly Parameter _transitions;
    private readonly Parameter _start;
    private readonly Parameter _end;
    private readonly DenseGradient _transitionsGradient;
    private readonly DenseGradient _startGradient;
    private readonly DenseGradient _endGradient;
    private readonly AlignedBuffer _incoming;
    private readonly AlignedBuffer _outgoing;
    private readonly Matrix _alpha = new();
    private readonly Matrix _vectors = new();
    private int[] _path = [];
    private int[] _origins = [];

    public LinearChain(string name, int size, ParameterSource source)
    {
        _size = size;
        _transitions = source($"{name}.transitions", size, size, (a, random) => random.Uniform(a, InitialLimit));
        _start = source($"{name}.start", 1, size, (b, random) => random.Uniform(b, InitialLimit));
        _end = source($"{name}.end", 1, size, (c, random) => random.Uniform(c, InitialLimit));
        _transitionsGradient = AddDense(_transitions);
        _startGradient = AddDense(_start);
        _endGradient = AddDense(_end);
        _incoming = new(size * size);
        _outgoing = new(size * size);
        _vectors.Resize(4, size);
    }

    private const double InitialLimit = 0.1;

    /// <summary>The field in a graph, over emissions [N, T, K] and lengths [N] (int32).</summary>
    public LinearChainGraph Describe(IGraph graph, GraphValue emissions, GraphValue lengths) =>
        new(graph, emissions, lengths, (_transitions, _start, _end));

    public override void Prepare() => MatrixRows.Transpose(_size, _size, _transitions.Values, _incoming.Span);

    /// <summary>
    /// The sum of weighted losses; <paramref name="gradient"/> becomes <paramref name="scale"/> times dL/de [Total, K].
    /// </summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="emissions">e [Total, K].</param>
    /// <param name="labels">y [Total].</param>
    /// <param name="weights">Whether y is known [Total]: 0 where not. A sequence counts with the largest weight of its steps.</param>
    /// <param name="scale">What gradients are multiplied by.</param>
    /// <param name="gradient">Where dL/de goes.</param>
    public double Differentiate(
        PackedBatch batch, Matrix emissions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, float scale, Matrix gradient)
    {
        gradient.Resize(batch.Total, _size).Span.Clear();
        _transitionsGradient.Values.Clear();
        _startGradient.Values.Clear();
        _endGradient.Values.Clear();
        var loss = 0d;
        for (var r = 0; r < batch.Rows; r++)
        {
            var known = Known.Of(batch, r, weights);
            if (known.Weight == 0)
            {
                continue;
            }

            var logZ = Forward(batch, r, emissions, default, default);
            Backward(batch, r, emissions, default, default, scale * known.Weight, gradient);
            if (known.IsAll)
            {
                loss += known.Weight * (logZ - Score(batch, r, emissions, labels));
                Subtract(batch, r, labels, scale * known.Weight, gradient);
            }
            else
            {
                loss += known.Weight * (logZ - Forward(batch, r, emissions, labels, weights));
                Backward(batch, r, emissions, labels, weights, -scale * known.Weight, gradient);
            }
        }

        return loss;
    }

    /// <summary>The sum of weighted losses, and the sum of weights of steps that the best path has right.</summary>
    public (double Loss, double Right) Measure(PackedBatch batch, Matrix emissions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        if (_path.Length < batch.Total)
        {
            _path = new int[batch.Total];
        }

        Decode(batch, emissions, _path);
        var (loss, right) = (0d, 0d);
        for (var r = 0; r < batch.Rows; r++)
        {
            var known = Known.Of(batch, r, weights);
            if (known.Weight > 0)
            {
                var score = known.IsAll ? Score(batch, r, emissions, labels) : Forward(batch, r, emissions, labels, weights);
                loss += known.Weight * (Forward(batch, r, emissions, default, default) - score);
            }
        }

        for (var p = 0; p < batch.Total; p++)
        {
            right += weights[p] > 0 && _path[p] == (int)labels[p] ? weights[p] : 0;
        }

        return (loss, right);
    }

    /// <summary>Turns the emissions [Total, K] into p, the probability of each class at each step, in place.</summary>
    public void Marginals(PackedBatch batch, Matrix emissions)
    {
        for (var r = 0; r < batch.Rows; r++)
        {
            Forward(batch, r, emissions, default, default);
            var beta = _vectors.Row(0);
            _end.Values.CopyTo(beta);
            for (var t = batch.Lengths[r] - 1; t >= 0; t--)
            {
                // beta[t-1] needs e[t], whose place p[t] takes.
                var p = batch.Offset(t) + r;
                var probabilities = _vectors.Row(2);
                TensorPrimitives.Add(_alpha.Row(p), beta, probabilities);
                Softmax.Row(probabilities, 1);
                if (t > 0)
                {
                    Outgoing(emissions.Row(p), beta);
                }

                probabilities.CopyTo(emissions.Row(p));
            }
        }
    }

    /// <summary>The best path of each sequence (Viterbi, 1967): the class at each step [Total]; of equal ones the lowest.</summary>
    public void Decode(PackedBatch batch, Matrix emissions, Span<int> path)
    {
        _alpha.Resize(batch.Total, _size);
        if (_origins.Length < batch.Total * _size)
        {
            _origins = new int[batch.Total * _size];
        }

        var scores = _vectors.Row(2);
        for (var r = 0; r < batch.Rows; r++)
        {
            TensorPrimitives.Add(_start.Values, emissions.Row(r), _alpha.Row(r));
            Shift(_alpha.Row(r));
            for (var t = 1; t < batch.Lengths[r]; t++)
            {
                var (p, before) = (batch.Offset(t) + r, batch.Offset(t - 1) + r);
                for (var j = 0; j < _size; j++)
                {
                    TensorPrimitives.Add(Incoming(j), _alpha.Row(before), scores);
                    var origin = TensorPrimitives.IndexOfMax(scores);
                    _origins[(p * _size) + j] = origin;
                    _alpha.Row(p)[j] = emissions.Row(p)[j] + scores[origin];
                }

                Shift(_alpha.Row(p));
            }

            var last = batch.Lengths[r] - 1;
            TensorPrimitives.Add(_alpha.Row(batch.Offset(last) + r), _end.Values, scores);
            var best = TensorPrimitives.IndexOfMax(scores);
            for (var t = last; t >= 0; t--)
            {
                var p = batch.Offset(t) + r;
                path[p] = best;
                best = t > 0 ? _origins[(p * _size) + best] : best;
            }
        }
    }

    /// <summary>alpha of a sequence; gives log Z. With labels, only the paths that agree with them count.</summary>
    private double Forward(PackedBatch batch, int r, Matrix emissions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        _alpha.Resize(batch.Total, _size);
        var sums = _vectors.Row(2);
        var norm = 0d;
        var last = batch.Lengths[r] - 1;
        for (var t = 0; t <= last; t++)
        {
            var p = batch.Offset(t) + r;
            var alpha = _alpha.Row(p);
            if (t == 0)
            {
                _start.Values.CopyTo(alpha);
            }
            else
            {
                var before = _alpha.Row(batch.Offset(t - 1) + r);
                for (var j = 0; j < _size; j++)
                {
                    TensorPrimitives.Add(Incoming(j), before, sums);
                    alpha[j] = Softmax.LogSumExp(sums);
                }
            }

            Vectors.Add(Emission(p, emissions, labels, weights), alpha);
            norm += Shift(alpha);
        }

        TensorPrimitives.Add(_alpha.Row(batch.Offset(last) + r), _end.Values, sums);
        return norm + Softmax.LogSumExp(sums);
    }

    /// <summary>Adds <paramref name="scale"/> times the gradient of log Z, by beta, to the gradients.</summary>
    private void Backward(
        PackedBatch batch, int r, Matrix emissions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, float scale, Matrix gradient)
    {
        var beta = _vectors.Row(0);
        var probabilities = _vectors.Row(2);
        _end.Values.CopyTo(beta);
        for (var t = batch.Lengths[r] - 1; t >= 0; t--)
        {
            var p = batch.Offset(t) + r;
            if (t < batch.Lengths[r] - 1)
            {
                Outgoing(Emission(batch.Offset(t + 1) + r, emissions, labels, weights), beta);
            }

            TensorPrimitives.Add(_alpha.Row(p), beta, probabilities);
            Softmax.Row(probabilities, 1);
            Vectors.Axpy(scale, probabilities, gradient.Row(p));
            if (t == batch.Lengths[r] - 1)
            {
                Vectors.Axpy(scale, probabilities, _endGradient.Values);
            }
            else
            {
                for (var i = 0; i < _size; i++)
                {
                    Vectors.Axpy(scale * probabilities[i], _outgoing.Span.Slice(i * _size, _size), _transitionsGradient.Values.Slice(i * _size, _size));
                }
            }

            if (t == 0)
            {
                Vectors.Axpy(scale, probabilities, _startGradient.Values);
            }
        }
    }

    /// <summary>One step back: beta[t] in the place of beta[t+1], and softmax over j of (A[i, j] + e[t+1][j] + beta[t+1][j]) in each row i of the scratch.</summary>
    private void Outgoing(ReadOnlySpan<float> next, Span<float> beta)
    {
        var ahead = _vectors.Row(1);
        TensorPrimitives.Add(next, beta, ahead);
        for (var i = 0; i < _size; i++)
        {
            var row = _outgoing.Span.Slice(i * _size, _size);
            TensorPrimitives.Add(_transitions.Values.Slice(i * _size, _size), ahead, row);
            beta[i] = Softmax.Row(row, 1);
        }

        Shift(beta);
    }

    /// <summary>Takes the maximum off, and gives it.</summary>
    private static float Shift(Span<float> values)
    {
        var most = TensorPrimitives.Max((ReadOnlySpan<float>)values);
        TensorPrimitives.Subtract(values, most, values);
        return most;
    }

    /// <summary>s(y).</summary>
    private double Score(PackedBatch batch, int r, Matrix emissions, ReadOnlySpan<float> labels)
    {
        var score = 0d;
        var before = -1;
        for (var t = 0; t < batch.Lengths[r]; t++)
        {
            var p = batch.Offset(t) + r;
            var label = (int)labels[p];
            score += emissions.Row(p)[label] + (before < 0 ? _start.Values[label] : _transitions.Values[(before * _size) + label]);
            before = label;
        }

        return score + _end.Values[before];
    }

    /// <summary>Subtracts <paramref name="scale"/> times the gradient of s(y).</summary>
    private void Subtract(PackedBatch batch, int r, ReadOnlySpan<float> labels, float scale, Matrix gradient)
    {
        var before = -1;
        for (var t = 0; t < batch.Lengths[r]; t++)
        {
            var p = batch.Offset(t) + r;
            var label = (int)labels[p];
            gradient.Row(p)[label] -= scale;
            if (before < 0)
            {
                _startGradient.Values[label] -= scale;
            }
            else
            {
                _transitionsGradient.Values[(before * _size) + label] -= scale;
            }

            before = label;
        }

        _endGradient.Values[before] -= scale;
    }

    /// <summary>e at a position, in which labels that are known rule the other classes out.</summary>
    private ReadOnlySpan<float> Emission(int p, Matrix emissions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        if (labels.IsEmpty || weights[p] == 0)
        {
            return emissions.Row(p);
        }

        var emission = _vectors.Row(3);
        emission.Fill(RuledOut);
        emission[(int)labels[p]] = emissions.Row(p)[(int)labels[p]];
        return emission;
    }

    private ReadOnlySpan<float> Incoming(int j) => _incoming.Span.Slice(j * _size, _size);

    /// <summary>What is known of a sequence's labels.</summary>
    /// <param name="Weight">The largest weight of its steps.</param>
    /// <param name="IsAll">Whether all are known.</param>
    private readonly record struct Known(float Weight, bool IsAll)
    {
        public static Known Of(PackedBatch batch, int r, ReadOnlySpan<float> weights)
        {
            var (largest, all) = (0f, true);
            for (var t = 0; t < batch.Lengths[r]; t++)
            {
                var weight = weights[batch.Offset(t) + r];
                largest = Math.Max(largest, weight);
                all &= weight > 0;
            }

            return new(largest, all);
        }
    }
}
