using System.Numerics;

namespace MLSeq.Embeddings.Training.FastText;

/// <summary>Sums of many rows of a matrix, and a change to many; four vectors of each at a time, which stay in registers.</summary>
internal static unsafe class RowKernel
{
    /// <summary>mean = copy = Σᵢ xᵢ / count, over the rows' <paramref name="columns"/>.</summary>
    public static void Mean(float* matrix, nint stride, ReadOnlySpan<int> rows, int columns, float* mean, float* copy)
    {
        var scale = Vector.Create(1f / rows.Length);
        var width = Vector<float>.Count;
        var k = 0;
        for (; k <= columns - (4 * width); k += 4 * width)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            foreach (var row in rows)
            {
                var x = matrix + (row * stride) + k;
                a += Vector.Load(x);
                b += Vector.Load(x + width);
                c += Vector.Load(x + (2 * width));
                d += Vector.Load(x + (3 * width));
            }

            Store(a * scale, mean + k, copy + k);
            Store(b * scale, mean + k + width, copy + k + width);
            Store(c * scale, mean + k + (2 * width), copy + k + (2 * width));
            Store(d * scale, mean + k + (3 * width), copy + k + (3 * width));
        }

        for (; k < columns; k += width)
        {
            Vector<float> a = default;
            foreach (var row in rows)
            {
                a += Vector.Load(matrix + (row * stride) + k);
            }

            Store(a * scale, mean + k, copy + k);
        }
    }

    /// <summary>xᵢ += now - before, for each row.</summary>
    public static void AddChange(float* matrix, nint stride, ReadOnlySpan<int> rows, int columns, float* now, float* before)
    {
        var width = Vector<float>.Count;
        var k = 0;
        for (; k <= columns - (4 * width); k += 4 * width)
        {
            var a = Vector.Load(now + k) - Vector.Load(before + k);
            var b = Vector.Load(now + k + width) - Vector.Load(before + k + width);
            var c = Vector.Load(now + k + (2 * width)) - Vector.Load(before + k + (2 * width));
            var d = Vector.Load(now + k + (3 * width)) - Vector.Load(before + k + (3 * width));
            foreach (var row in rows)
            {
                var x = matrix + (row * stride) + k;
                (Vector.Load(x) + a).Store(x);
                (Vector.Load(x + width) + b).Store(x + width);
                (Vector.Load(x + (2 * width)) + c).Store(x + (2 * width));
                (Vector.Load(x + (3 * width)) + d).Store(x + (3 * width));
            }
        }

        for (; k < columns; k += width)
        {
            var a = Vector.Load(now + k) - Vector.Load(before + k);
            foreach (var row in rows)
            {
                var x = matrix + (row * stride) + k;
                (Vector.Load(x) + a).Store(x);
            }
        }
    }

    private static void Store(Vector<float> value, float* mean, float* copy)
    {
        value.Store(mean);
        value.Store(copy);
    }
}
