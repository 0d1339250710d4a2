using System.Runtime.Intrinsics;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// The joint distribution P over pairs of near points, sparse and symmetric, in rows (CSR):
/// p(j|i) = exp(-β_i d_ij²) / sum over i's neighbours, with β_i such that the entropy is the logarithm of the perplexity, and
/// p_ij = (p(j|i) + p(i|j)) / 2n (van der Maaten and Hinton, 2008, equation 12).
/// </summary>
internal sealed class Affinities
{
    /// <summary>Rows are filled up to a multiple of this, by pairs of the point with itself of probability 0: kernels need no tail.</summary>
    public static readonly int Alignment = Vector256<float>.Count;

    private Affinities(int[] starts, int[] columns, float[] values)
    {
        (Starts, Columns, Values) = (starts, columns, values);
        foreach (var p in values)
        {
            Sum += p;
            NegativeEntropy += p > 0 ? p * Math.Log(p) : 0;
        }
    }

    /// <summary>Where each row starts, and the end [points + 1].</summary>
    public int[] Starts { get; }

    /// <summary>The other point of each pair.</summary>
    public int[] Columns { get; }

    /// <summary>Its probability.</summary>
    public float[] Values { get; }

    /// <summary>The sum of all: 1 but for rounding, or 0 where there are no pairs.</summary>
    public double Sum { get; }

    /// <summary>sum p log p.</summary>
    public double NegativeEntropy { get; }

    public static Affinities Create(NearestNeighbours neighbours, double perplexity, WorkerTeam team, CancellationToken cancellationToken)
    {
        var (k, n) = (neighbours.K, neighbours.K == 0 ? 0 : neighbours.Indices.Length / neighbours.K);
        var conditional = new float[n * k];
        team.Run(worker =>
        {
            var p = new double[k];
            for (var i = (int)((long)n * worker / team.Size); i < (int)((long)n * (worker + 1) / team.Size); i++)
            {
                if (i % 256 == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                Conditional(neighbours.SquaredDistances.AsSpan(i * k, k), perplexity, p);
                for (var j = 0; j < k; j++)
                {
                    conditional[(i * k) + j] = (float)p[j];
                }
            }
        });
        return Join(neighbours.Indices, conditional, n, k);
    }

    /// <summary>The distribution over neighbours that has the perplexity asked for, by bisection of β.</summary>
    /// <returns>The entropy in nats; below log(perplexity) only where there are as few neighbours, above only where so many are equally near.</returns>
    internal static double Conditional(ReadOnlySpan<float> squaredDistances, double perplexity, Span<double> p)
    {
        const int Steps = 200;
        const double Tolerance = 1e-6;
        var nearest = double.PositiveInfinity;
        var mean = 0d;
        foreach (var d in squaredDistances)
        {
            nearest = Math.Min(nearest, d);
            mean += d / squaredDistances.Length;
        }

        var (low, high) = (0d, double.PositiveInfinity);
        var beta = mean > nearest ? 1 / (mean - nearest) : 1;
        for (var step = 0; ; step++)
        {
            // Distances beyond the nearest one: the same distribution, and the sum is never 0.
            var (sum, weighted) = (0d, 0d);
            for (var j = 0; j < p.Length; j++)
            {
                var beyond = squaredDistances[j] - nearest;
                p[j] = Math.Exp(-beta * beyond);
                sum += p[j];
                weighted += p[j] * beyond;
            }

            var entropy = Math.Log(sum) + (beta * weighted / sum);
            var error = entropy - Math.Log(perplexity);
            if (Math.Abs(error) < Tolerance || step == Steps || !(mean > nearest))
            {
                System.Numerics.Tensors.TensorPrimitives.Divide(p, sum, p);
                return entropy;
            }

            (low, high) = error > 0 ? (beta, high) : (low, beta);
            beta = double.IsPositiveInfinity(high) ? beta * 2 : (low + high) / 2;
            if (double.IsPositiveInfinity(beta))
            {
                (beta, step) = (double.MaxValue, Steps - 1);
            }
        }
    }

    /// <summary>Adds p(j|i) and p(i|j): row i's neighbours and those that have i as theirs, merged by index.</summary>
    private static Affinities Join(int[] indices, float[] conditional, int n, int k)
    {
        var theirStarts = new int[n + 1];
        foreach (var j in indices)
        {
            theirStarts[j + 1]++;
        }

        for (var i = 0; i < n; i++)
        {
            theirStarts[i + 1] += theirStarts[i];
        }

        var (theirs, filled) = (new int[indices.Length], theirStarts.AsSpan(0, n).ToArray());
        for (var e = 0; e < indices.Length; e++)
        {
            theirs[filled[indices[e]]++] = e;
        }

        var (starts, columns, values) = (new int[n + 1], new List<int>(indices.Length * 2), new List<float>(indices.Length * 2));
        for (var i = 0; i < n; i++)
        {
            var (own, their) = (i * k, theirStarts[i]);
            while (own < (i + 1) * k || their < theirStarts[i + 1])
            {
                var ownColumn = own < (i + 1) * k ? indices[own] : int.MaxValue;
                var theirColumn = their < theirStarts[i + 1] ? theirs[their] / k : int.MaxValue;
                var p = 0f;
                if (ownColumn <= theirColumn)
                {
                    p += conditional[own++];
                }

                if (theirColumn <= ownColumn)
                {
                    p += conditional[theirs[their++]];
                }

                columns.Add(Math.Min(ownColumn, theirColumn));
                values.Add(p / (2f * n));
            }

            while (columns.Count % Alignment != 0)
            {
                columns.Add(i);
                values.Add(0);
            }

            starts[i + 1] = columns.Count;
        }

        return new Affinities(starts, [.. columns], [.. values]);
    }
}
