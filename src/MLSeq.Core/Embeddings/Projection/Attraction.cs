using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLSeq.Embeddings.Projection;

/// <summary>What pulls near points together: for each point i, sum over its neighbours j of p_ij q_ij (y_i - y_j), q = 1 / (1 + |y_i - y_j|²).</summary>
internal static class Attraction
{
    /// <summary>Points from <paramref name="first"/> to <paramref name="end"/>.</summary>
    /// <param name="p">The pairs.</param>
    /// <param name="points">[points, 2].</param>
    /// <param name="first">The first point.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="forces">[points, 2].</param>
    public static void Run(Affinities p, ReadOnlySpan<float> points, int first, int end, Span<float> forces)
    {
        for (var i = first; i < end; i++)
        {
            var columns = p.Columns.AsSpan(p.Starts[i]..p.Starts[i + 1]);
            var values = p.Values.AsSpan(p.Starts[i]..p.Starts[i + 1]);
            var (x, y) = Avx2.IsSupported ? Gather(columns, values, points, i) : Scalar(columns, values, points, i);
            (forces[2 * i], forces[(2 * i) + 1]) = (x, y);
        }
    }

    /// <summary>
    /// The Kullback-Leibler divergence's part that depends on the places alone: sum p log(1 + |y_i - y_j|²) over the pairs of
    /// points from <paramref name="first"/> to <paramref name="end"/>.
    /// </summary>
    public static double Spread(Affinities p, ReadOnlySpan<float> points, int first, int end)
    {
        const int Block = 256;
        Span<float> squares = stackalloc float[Block];
        var sum = 0d;
        for (var i = first; i < end; i++)
        {
            for (var start = p.Starts[i]; start < p.Starts[i + 1]; start += Block)
            {
                var block = squares[..Math.Min(Block, p.Starts[i + 1] - start)];
                for (var e = 0; e < block.Length; e++)
                {
                    var j = p.Columns[start + e];
                    var (dx, dy) = (points[2 * i] - points[2 * j], points[(2 * i) + 1] - points[(2 * j) + 1]);
                    block[e] = 1 + (dx * dx) + (dy * dy);
                }

                TensorPrimitives.Log(block, block);
                sum += TensorPrimitives.Dot(block, p.Values.AsSpan(start, block.Length));
            }
        }

        return sum;
    }

    internal static (float X, float Y) Scalar(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> points, int i)
    {
        var (x, y, sumX, sumY) = (points[2 * i], points[(2 * i) + 1], 0f, 0f);
        for (var e = 0; e < columns.Length; e++)
        {
            var (dx, dy) = (x - points[2 * columns[e]], y - points[(2 * columns[e]) + 1]);
            var weight = values[e] / (1 + (dx * dx) + (dy * dy));
            sumX += weight * dx;
            sumY += weight * dy;
        }

        return (sumX, sumY);
    }

    /// <summary>Eight pairs at a time; a point's two coordinates come by one 64-bit load.</summary>
    private static unsafe (float X, float Y) Gather(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> points, int i)
    {
        var (x, y) = (Vector256.Create(points[2 * i]), Vector256.Create(points[(2 * i) + 1]));
        var (sumX, sumY) = (Vector256<float>.Zero, Vector256<float>.Zero);
        ref var column = ref MemoryMarshal.GetReference(columns);
        ref var value = ref MemoryMarshal.GetReference(values);
        fixed (float* start = points)
        {
            for (nuint e = 0; e < (nuint)columns.Length; e += 8)
            {
                // Pairs 0, 1, 4, 5 and 2, 3, 6, 7: the shuffles below work on halves and so bring them into order.
                var indices = Avx2.Permute4x64(Vector256.LoadUnsafe(ref column, e).AsInt64(), 0b11_01_10_00).AsInt32();
                var low = Avx2.GatherVector256((double*)start, indices.GetLower(), 8).AsSingle();
                var high = Avx2.GatherVector256((double*)start, indices.GetUpper(), 8).AsSingle();
                var dx = x - Avx.Shuffle(low, high, 0b10_00_10_00);
                var dy = y - Avx.Shuffle(low, high, 0b11_01_11_01);
                var weight = Vector256.LoadUnsafe(ref value, e) / (Vector256<float>.One + (dx * dx) + (dy * dy));
                sumX += weight * dx;
                sumY += weight * dy;
            }
        }

        return (Vector256.Sum(sumX), Vector256.Sum(sumY));
    }
}
