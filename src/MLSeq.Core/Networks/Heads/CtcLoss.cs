using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>
/// Connectionist temporal classification (Graves et al., 2006). A sequence of labels l is read off the steps of any path of classes from which it is
/// left when repeats are merged and blanks (class 0) dropped; its probability is the sum over all such paths. With y[t] = log softmax(z[t]) and l' the
/// S = 2 U + 1 labels and blanks around them, in logarithms:
/// <code>
/// alpha[1][1..2] = y[1][l'[s]]     alpha[t][s] = y[t][l'[s]] + log(e^alpha[t-1][s] + e^alpha[t-1][s-1] + e^alpha[t-1][s-2])
/// beta[T][S-1..S] = 0     beta[t][s] = log(sum over r = s, s+1, s+2 of e^(beta[t+1][r] + y[t+1][l'[r]]))
/// L = -log p(l) = -log(e^alpha[T][S] + e^alpha[T][S-1])     dL/dz[t][k] = softmax(z[t])[k] - sum over s with l'[s] = k of e^(alpha[t][s] + beta[t][s] + L)
/// </code>
/// The term of two states back or ahead is there only between two different labels. Sums are in double precision.
/// </summary>
/// <remarks>A label equal to the one before needs a blank between them, so that l takes U steps and one for each repeat; one that does not fit is not counted.</remarks>
internal sealed class CtcLoss
{
    /// <summary>The class that stands for no label.</summary>
    public const int Blank = 0;

    private double[] _alpha = [];
    private double[] _beta = [];
    private double[] _logSums = [];

    /// <summary>The least number of steps that labels can be read off.</summary>
    public static int StepsFor(ReadOnlySpan<int> labels)
    {
        var steps = labels.Length;
        for (var u = 1; u < labels.Length; u++)
        {
            steps += labels[u] == labels[u - 1] ? 1 : 0;
        }

        return steps;
    }

    /// <summary>The sum of weighted losses; <paramref name="outputs"/> z [Total, K] become <paramref name="scale"/> times their gradients.</summary>
    public double Differentiate(PackedBatch batch, Matrix outputs, float scale)
    {
        var loss = 0d;
        for (var r = 0; r < batch.Rows; r++)
        {
            var weight = batch.Weights[r];
            if (weight == 0)
            {
                for (var t = 0; t < batch.Lengths[r]; t++)
                {
                    outputs.Row(batch.Offset(t) + r).Clear();
                }

                continue;
            }

            var labels = batch.Transcripts[r];
            var logProbability = Forward(batch, r, outputs, labels);
            loss -= weight * logProbability;
            Backward(batch, r, outputs, labels, logProbability, scale * weight);
        }

        return loss;
    }

    /// <summary>The sum of weighted losses of z [Total, K].</summary>
    public double Measure(PackedBatch batch, Matrix outputs)
    {
        var loss = 0d;
        for (var r = 0; r < batch.Rows; r++)
        {
            loss -= batch.Weights[r] == 0 ? 0 : batch.Weights[r] * Forward(batch, r, outputs, batch.Transcripts[r]);
        }

        return loss;
    }

    /// <summary>log p(l) of a row; leaves alpha [T, S] and log sum e^z[t] [T] behind.</summary>
    private double Forward(PackedBatch batch, int row, Matrix outputs, ReadOnlySpan<int> labels)
    {
        var (steps, states) = (batch.Lengths[row], (2 * labels.Length) + 1);
        Grow(ref _alpha, checked(steps * states));
        Grow(ref _logSums, steps);
        for (var t = 0; t < steps; t++)
        {
            var z = outputs.Row(batch.Offset(t) + row);
            var logSum = _logSums[t] = Softmax.LogSumExp(z);
            var alpha = _alpha.AsSpan(t * states, states);
            var before = t == 0 ? default : _alpha.AsSpan((t - 1) * states, states);
            for (var s = 0; s < states; s++)
            {
                double sum;
                if (t == 0)
                {
                    sum = s < 2 ? 0 : double.NegativeInfinity;
                }
                else
                {
                    sum = LogSum(before[s], s > 0 ? before[s - 1] : double.NegativeInfinity, Skips(labels, s) ? before[s - 2] : double.NegativeInfinity);
                }

                alpha[s] = sum + z[Class(labels, s)] - logSum;
            }
        }

        var last = _alpha.AsSpan((steps - 1) * states, states);
        return LogSum(last[^1], states > 1 ? last[^2] : double.NegativeInfinity, double.NegativeInfinity);
    }

    /// <summary>From z to their gradients, last step first, after <see cref="Forward"/>.</summary>
    private void Backward(PackedBatch batch, int row, Matrix outputs, ReadOnlySpan<int> labels, double logProbability, float scale)
    {
        var (steps, states) = (batch.Lengths[row], (2 * labels.Length) + 1);
        Grow(ref _beta, states);
        var beta = _beta.AsSpan(0, states);
        beta.Fill(double.NegativeInfinity);
        beta[Math.Max(0, states - 2)..].Clear();
        for (var t = steps - 1; t >= 0; t--)
        {
            var z = outputs.Row(batch.Offset(t) + row);
            var alpha = _alpha.AsSpan(t * states, states);

            // e^(alpha + beta + L) goes to alpha's place; beta then takes in y[t], before z goes.
            for (var s = 0; s < states; s++)
            {
                alpha[s] = Math.Exp(alpha[s] + beta[s] - logProbability);
                beta[s] += z[Class(labels, s)] - _logSums[t];
            }

            for (var s = 0; s < states; s++)
            {
                beta[s] = LogSum(
                    beta[s],
                    s + 1 < states ? beta[s + 1] : double.NegativeInfinity,
                    s + 2 < states && Skips(labels, s + 2) ? beta[s + 2] : double.NegativeInfinity);
            }

            Softmax.Row(z, scale);
            for (var s = 0; s < states; s++)
            {
                z[Class(labels, s)] -= (float)(scale * alpha[s]);
            }
        }
    }

    /// <summary>l'[s].</summary>
    private static int Class(ReadOnlySpan<int> labels, int state) => (state & 1) == 0 ? Blank : labels[state >> 1];

    /// <summary>Whether a path may come to a state from the one two before.</summary>
    private static bool Skips(ReadOnlySpan<int> labels, int state) => (state & 1) == 1 && state > 1 && labels[state >> 1] != labels[(state >> 1) - 1];

    private static double LogSum(double a, double b, double c)
    {
        var max = Math.Max(a, Math.Max(b, c));
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max) + Math.Exp(c - max));
    }

    private static void Grow(ref double[] array, int length)
    {
        if (array.Length < length)
        {
            array = new double[Math.Max(length, 2 * array.Length)];
        }
    }
}
