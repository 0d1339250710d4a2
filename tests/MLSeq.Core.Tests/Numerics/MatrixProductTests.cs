using MLSeq.Numerics;
using MLSeq.Numerics.Matrices;

namespace MLSeq.Tests.Numerics;

public class MatrixProductTests
{
    public static TheoryData<int> Widths => new(128, 256, 512);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Drawn_products_equal_a_plain_loop_in_double(int bits)
    {
        var kernel = MatrixKernel.ForWidth(bits);
        for (var seed = 0; seed < 400; seed++)
        {
            var draw = new Draw(seed);
            Check(kernel, draw, m: draw.Size(60), n: draw.Size(150), k: draw.Size(90), seed);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_number_of_rows_and_edge_columns_is_right(int bits)
    {
        var kernel = MatrixKernel.ForWidth(bits);
        for (var m = 0; m <= 26; m++)
        {
            for (var n = 0; n <= 34; n++)
            {
                Check(kernel, new Draw((m * 100) + n), m, n, k: 7 + (n % 3), seed: (m * 100) + n);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Products_of_several_cache_blocks_are_right(int bits)
    {
        var kernel = MatrixKernel.ForWidth(bits);
        foreach (var (m, n, k) in new[] { (241, 33, 257), (300, 20, 300), (400, 20, 513), (5, 70, 1600), (1, 40, 700), (200, 1, 300), (20, 520, 40), (250, 2070, 9) })
        {
            for (var seed = 0; seed < 6; seed++)
            {
                Check(kernel, new Draw(seed), m, n, k, seed);
            }
        }
    }

    [Fact]
    public void The_default_kernel_serves_the_public_entries()
    {
        var draw = new Draw(1);
        var a = draw.Matrix(9, 30, 31);
        var b = draw.Matrix(30, 50, 50);
        var packed = new PackedMatrix(30, 50);
        packed.Pack(false, b, 50);
        var c = new float[9 * 50];
        var fromPacked = new float[9 * 50];

        MatrixProduct.Multiply(false, false, 9, 50, 30, a, 31, b, 50, c, 50, false);
        MatrixProduct.Multiply(9, a, 31, packed, fromPacked, 50, false);

        Assert.Equal(c, fromPacked);
        AssertProduct(false, false, 9, 50, 30, a, 31, b, 50, new float[9 * 50], c, 50, false, "default");
    }

    [Fact]
    public void Nothing_is_allocated_once_a_thread_has_multiplied()
    {
        var draw = new Draw(2);
        var a = draw.Values(20 * 300);
        var b = draw.Values(300 * 70);
        var c = new float[20 * 70];
        var packed = new PackedMatrix(300, 70);
        void Work()
        {
            packed.Pack(false, b, 70);
            MatrixProduct.Multiply(false, false, 20, 70, 300, a, 300, b, 70, c, 70, false);
            MatrixProduct.Multiply(true, true, 20, 70, 300, a, 20, b, 300, c, 70, false);
            MatrixProduct.Multiply(20, a, 300, packed, c, 70, true);
        }

        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Work();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_matrix_that_does_not_fit_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            MatrixProduct.Multiply(false, false, 2, 3, 4, new float[8], 4, new float[11], 3, new float[6], 3, false));
        Assert.Equal("b", error.ParamName);
        Assert.Throws<ArgumentException>("a", () =>
            MatrixProduct.Multiply(false, false, 2, 3, 4, new float[8], 3, new float[12], 3, new float[6], 3, false));
        Assert.Throws<ArgumentException>("c", () =>
            MatrixProduct.Multiply(false, false, 2, 3, 4, new float[8], 4, new float[12], 3, new float[5], 3, false));
        Assert.Throws<ArgumentException>("b", () => new PackedMatrix(4, 3).Pack(true, new float[11], 4));
    }

    private static void Check(MatrixKernel kernel, Draw draw, int m, int n, int k, int seed)
    {
        var (transposeA, transposeB, accumulate) = (draw.Flag(), draw.Flag(), draw.Flag());
        var lda = draw.LeadingDimension(transposeA ? m : k);
        var ldb = draw.LeadingDimension(transposeB ? k : n);
        var ldc = draw.LeadingDimension(n);
        var a = draw.Matrix(transposeA ? k : m, transposeA ? m : k, lda);
        var b = draw.Matrix(transposeB ? n : k, transposeB ? k : n, ldb);
        var before = draw.Matrix(m, n, ldc);
        var name = $"seed {seed}: {m} x {k} x {n}, transpose {transposeA} {transposeB}, accumulate {accumulate}";

        var c = (float[])before.Clone();
        MatrixProduct.Multiply(kernel, transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate);
        AssertProduct(transposeA, transposeB, m, n, k, a, lda, b, ldb, before, c, ldc, accumulate, name);

        // A bias is what C has in every row before the product is added.
        var bias = draw.Values(Math.Max(n, 1)).AsSpan(0, n).ToArray();
        var filled = (float[])before.Clone();
        for (var row = 0; row < m; row++)
        {
            bias.CopyTo(filled, row * ldc);
        }

        c = (float[])before.Clone();
        MatrixProduct.Multiply(kernel, transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, false, bias);
        AssertProduct(transposeA, transposeB, m, n, k, a, lda, b, ldb, filled, c, ldc, true, name + ", bias");

        if (!transposeA)
        {
            var packed = new PackedMatrix(k, n, kernel);
            packed.Pack(transposeB, b, ldb);
            c = (float[])before.Clone();
            MatrixProduct.Multiply(m, a, lda, packed, c, ldc, accumulate);
            AssertProduct(false, transposeB, m, n, k, a, lda, b, ldb, before, c, ldc, accumulate, name + ", packed");
        }
    }

    private static void AssertProduct(
        bool transposeA, bool transposeB, int m, int n, int k, float[] a, int lda, float[] b, int ldb,
        float[] before, float[] c, int ldc, bool accumulate, string name)
    {
        for (var i = 0; i < c.Length; i++)
        {
            var (row, column) = (i / ldc, i % ldc);
            if (column >= n)
            {
                Assert.True(float.IsNaN(c[i]), $"{name}: wrote between rows at ({row}, {column})");
                continue;
            }

            var expected = accumulate ? before[i] : 0d;
            var magnitude = Math.Abs(expected);
            for (var p = 0; p < k; p++)
            {
                var x = (double)a[transposeA ? (p * lda) + row : (row * lda) + p];
                var y = (double)b[transposeB ? (column * ldb) + p : (p * ldb) + column];
                expected += x * y;
                magnitude += Math.Abs(x * y);
            }

            // The worst case of rounding at each of k + 1 additions, in units of 2^-24.
            var bound = (k + 2) * magnitude / (1 << 24);
            Assert.True(Math.Abs(c[i] - expected) <= bound, $"{name}: ({row}, {column}) is {c[i]}, not {expected}");
        }
    }
}
