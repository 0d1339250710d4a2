using System.Globalization;
using MLSeq.Numerics;

namespace MLSeq.Benchmarks;

/// <summary>GFLOP/s of the matrix product on one thread, per shape, beside what the core can do at most.</summary>
internal static class MatrixProductBenchmark
{
    public static void Run(string[] args)
    {
        var peak = PeakLoop.GigaFlops();
        Print($"measured peak of one core: {peak:F1} GFLOP/s");
        Print($"{"product",-44} {"GFLOP/s",8} {"of peak",8}");

        foreach (var rows in (int[])[1, 2, 4, 8, 16, 32, 64])
        {
            Packed($"gates       h R    {rows} x 128 x 512, R packed", rows, 512, 128, peak);
        }

        Packed("gates       h R    32 x 256 x 1024, R packed", 32, 1024, 256, peak);
        Packed("gates       h R    64 x 512 x 2048, R packed", 64, 2048, 512, peak);
        foreach (var rows in (int[])[1, 8, 32, 64])
        {
            Packed($"gates back  dA R^T {rows} x 512 x 128, R^T packed", rows, 128, 512, peak);
        }

        Whole("inputs      X W^T  1600 x 100 x 512", false, true, 1600, 512, 100, peak);
        Whole("inputs back dA W   1600 x 512 x 100", false, false, 1600, 100, 512, peak);
        Whole("weights     dA^T X 512 x 1600 x 100", true, false, 512, 100, 1600, peak);
        Whole("weights     dA^T h 512 x 1600 x 128", true, false, 512, 128, 1600, peak);
        Whole("weights     h^T dA 128 x 1600 x 512", true, false, 128, 512, 1600, peak);
        Whole("weights     dA^T h 2048 x 1600 x 512", true, false, 2048, 512, 1600, peak);
        Whole("dense       h W    64 x 256 x 10", false, false, 64, 10, 256, peak);
        Whole("one row     x W    1 x 256 x 512", false, false, 1, 512, 256, peak);
        Whole("one row     x W^T  1 x 256 x 512", false, true, 1, 512, 256, peak);
        Whole("square      A B    512 x 512 x 512", false, false, 512, 512, 512, peak);
        Whole("square      A B    1024 x 1024 x 1024", false, false, 1024, 1024, 1024, peak);
        Whole("square      A B^T  1024 x 1024 x 1024", false, true, 1024, 1024, 1024, peak);
        Whole("square      A^T B  1024 x 1024 x 1024", true, false, 1024, 1024, 1024, peak);
    }

    private static void Packed(string name, int m, int n, int k, double peak)
    {
        var a = Random(m * k);
        var c = new AlignedBuffer(m * n);
        var b = new PackedMatrix(k, n);
        b.Pack(false, Random(k * n).Span, n);
        Time(name, m, n, k, peak, () => MatrixProduct.Multiply(m, a.Span, k, b, c.Span, n, accumulate: true));
    }

    private static void Whole(string name, bool transposeA, bool transposeB, int m, int n, int k, double peak)
    {
        var a = Random(m * k);
        var b = Random(k * n);
        var c = new AlignedBuffer(m * n);
        var lda = transposeA ? m : k;
        var ldb = transposeB ? k : n;
        Time(name, m, n, k, peak, () => MatrixProduct.Multiply(
            transposeA, transposeB, m, n, k, a.Span, lda, b.Span, ldb, c.Span, n, accumulate: false));
    }

    private static void Time(string name, int m, int n, int k, double peak, Action product)
    {
        var rate = 2d * m * n * k / Stopwatches.Least(product) / 1e9;
        Print($"{name,-44} {rate,8:F1} {rate / peak,8:P0}");
    }

    private static AlignedBuffer Random(int length)
    {
        var random = new Random(1);
        var buffer = new AlignedBuffer(length);
        foreach (ref var value in buffer.Span)
        {
            value = random.NextSingle() - 0.5f;
        }

        return buffer;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
