using System.Numerics.Tensors;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// The largest eigenvalues of a dense symmetric matrix and their eigenvectors: Householder's reduction to a tridiagonal
/// matrix T, bisection on the signs of T's Sturm sequence, inverse iteration on T and the way back through the reflectors
/// (Golub and Van Loan, Matrix Computations, chapter 8). In double throughout; O(n³), and O(n² k) for k vectors.
/// </summary>
internal static class SymmetricEigen
{
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>The <paramref name="count"/> algebraically largest eigenvalues, falling, and unit eigenvectors [count, n].</summary>
    /// <param name="a">The matrix [n, n]; its contents are lost.</param>
    /// <param name="n">Its rows.</param>
    /// <param name="count">From 0 to <paramref name="n"/>.</param>
    public static (double[] Values, double[] Vectors) Largest(double[] a, int n, int count)
    {
        var (diagonal, beside, scales) = Tridiagonalize(a, n);
        var norm = 0d;
        for (var i = 0; i < n; i++)
        {
            norm = Math.Max(norm, Math.Abs(diagonal[i]) + Math.Abs(beside[i]) + (i > 0 ? Math.Abs(beside[i - 1]) : 0));
        }

        var values = new double[count];
        var vectors = new double[count * n];
        for (var i = 0; i < count; i++)
        {
            values[i] = Eigenvalue(diagonal, beside, n - 1 - i, norm);
            InverseIteration(diagonal, beside, values[i], norm, vectors, i);
        }

        for (var i = 0; i < count; i++)
        {
            for (var k = n - 3; k >= 0; k--)
            {
                var reflector = a.AsSpan((k * n) + k + 1, n - k - 1);
                var part = vectors.AsSpan((i * n) + k + 1, n - k - 1);
                TensorPrimitives.MultiplyAdd(reflector, -scales[k] * TensorPrimitives.Dot<double>(reflector, part), part, part);
            }
        }

        return (values, vectors);
    }

    /// <summary>
    /// A becomes T = Q' A Q. The reflectors I - s v v' that make up Q are left in A: v of step k right of its diagonal in row k.
    /// </summary>
    /// <returns>T's diagonal, what stands beside it (the last one is 0), and the s of each step.</returns>
    private static (double[] Diagonal, double[] Beside, double[] Scales) Tridiagonalize(double[] a, int n)
    {
        var (diagonal, beside, scales, w) = (new double[n], new double[n], new double[n], new double[n]);
        for (var k = 0; k < n - 2; k++)
        {
            diagonal[k] = a[(k * n) + k];
            var size = n - k - 1;
            var v = a.AsSpan((k * n) + k + 1, size);
            var length = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(v));
            beside[k] = v[0] > 0 ? -length : length;
            v[0] -= beside[k];
            var square = TensorPrimitives.SumOfSquares<double>(v);
            scales[k] = square > 0 ? 2 / square : 0;
            if (scales[k] == 0)
            {
                continue;
            }

            // A -= v w' + w v' with p = s A v and w = p - (s / 2)(p'v) v.
            var p = w.AsSpan(0, size);
            for (var i = 0; i < size; i++)
            {
                p[i] = scales[k] * TensorPrimitives.Dot<double>(a.AsSpan(((k + 1 + i) * n) + k + 1, size), v);
            }

            TensorPrimitives.MultiplyAdd(v, -scales[k] / 2 * TensorPrimitives.Dot<double>(p, v), p, p);
            for (var i = 0; i < size; i++)
            {
                var row = a.AsSpan(((k + 1 + i) * n) + k + 1, size);
                TensorPrimitives.MultiplyAdd(p, -v[i], row, row);
                TensorPrimitives.MultiplyAdd(v, -p[i], row, row);
            }
        }

        for (var k = Math.Max(n - 2, 0); k < n; k++)
        {
            diagonal[k] = a[(k * n) + k];
            beside[k] = k < n - 1 ? a[(k * n) + k + 1] : 0;
        }

        return (diagonal, beside, scales);
    }

    /// <summary>T's eigenvalue number <paramref name="index"/>, rising, by bisection down to rounding.</summary>
    private static double Eigenvalue(double[] diagonal, double[] beside, int index, double norm)
    {
        var (low, high) = (-norm, norm);
        var tiny = Epsilon * Epsilon * norm;
        while (true)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high || high - low <= tiny)
            {
                return middle;
            }

            if (CountBelow(diagonal, beside, middle, Math.Max(tiny, 1e-300)) > index)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }
    }

    /// <summary>How many eigenvalues lie below x: the negative pivots of T - x I.</summary>
    private static int CountBelow(double[] diagonal, double[] beside, double x, double tiny)
    {
        var (count, pivot) = (0, 1d);
        for (var i = 0; i < diagonal.Length; i++)
        {
            pivot = diagonal[i] - x - (i > 0 ? beside[i - 1] * beside[i - 1] / pivot : 0);
            pivot = Math.Abs(pivot) < tiny ? -tiny : pivot;
            count += pivot < 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Finds T's unit eigenvector number <paramref name="index"/>, orthogonal to those before it.</summary>
    private static void InverseIteration(double[] diagonal, double[] beside, double value, double norm, double[] vectors, int index)
    {
        const int Rounds = 4;
        var n = diagonal.Length;
        var y = vectors.AsSpan(index * n, n);
        var random = new SeededRandom(index);
        for (var round = 0; round < Rounds;)
        {
            if (round == 0)
            {
                foreach (ref var value0 in y)
                {
                    value0 = random.NextDouble() - 0.5;
                }
            }

            Solve(diagonal, beside, value, Epsilon * (norm > 0 ? norm : 1), y);
            TensorPrimitives.Divide(y, TensorPrimitives.MaxMagnitude<double>(y), y);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < index; j++)
                {
                    var other = vectors.AsSpan(j * n, n);
                    TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(other, y), y, y);
                }
            }

            var length = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(y));
            var lost = !(length > 1e-10);
            round = lost ? 0 : round + 1;
            if (!lost)
            {
                TensorPrimitives.Divide(y, length, y);
            }
        }
    }

    /// <summary>y becomes (T - x I)⁻¹ y: elimination with row exchanges; a vanishing pivot is taken as <paramref name="tiny"/>.</summary>
    private static void Solve(double[] diagonal, double[] beside, double x, double tiny, Span<double> y)
    {
        var n = diagonal.Length;
        var (u, u1, u2) = (new double[n], new double[n], new double[n]);
        var (pivot, right) = (diagonal[0] - x, beside[0]);
        for (var i = 0; i < n - 1; i++)
        {
            var (below, next, nextRight) = (beside[i], diagonal[i + 1] - x, beside[i + 1]);
            if (Math.Abs(below) > Math.Abs(pivot))
            {
                var factor = pivot / below;
                (u[i], u1[i], u2[i]) = (below, next, nextRight);
                (y[i], y[i + 1]) = (y[i + 1], y[i] - (factor * y[i + 1]));
                (pivot, right) = (right - (factor * next), -factor * nextRight);
            }
            else
            {
                u[i] = Math.Abs(pivot) < tiny ? tiny : pivot;
                u1[i] = right;
                var factor = below / u[i];
                y[i + 1] -= factor * y[i];
                (pivot, right) = (next - (factor * right), nextRight);
            }
        }

        u[n - 1] = Math.Abs(pivot) < tiny ? tiny : pivot;
        for (var i = n - 1; i >= 0; i--)
        {
            y[i] = (y[i] - (i + 1 < n ? u1[i] * y[i + 1] : 0) - (i + 2 < n ? u2[i] * y[i + 2] : 0)) / u[i];
        }
    }
}
