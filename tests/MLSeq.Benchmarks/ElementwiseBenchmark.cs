using System.Globalization;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Benchmarks;

/// <summary>Elements a second of what surrounds the matrix products, on one thread and data in the second-level cache.</summary>
internal static class ElementwiseBenchmark
{
    private const int Rows = 64;
    private const int Size = 128;
    private const int Cells = Rows * Size;

    public static void Run(string[] args)
    {
        var (x, y) = (Draw(4 * Cells), Draw(4 * Cells));
        var (previous, cell, tanh, hidden) = (Draw(Cells), Draw(Cells), Draw(Cells), Draw(Cells));
        var (p, m, v) = (Draw(Cells), Draw(Cells), new AlignedBuffer(Cells));
        var sums = new AlignedBuffer(4 * Size);
        var adam = new Adam();
        adam.Begin(1, 1e-3);

        Time("sigmoid", 4 * Cells, () => Activations.Sigmoid(x.Span, y.Span));
        Time("tanh", 4 * Cells, () => Activations.Tanh(x.Span, y.Span));
        Time("exp", 4 * Cells, () => Activations.Exp(x.Span, y.Span));

        // Work in place starts from a copy, lest repetition drive the values to where they are slow: the subnormal ones.
        Time("LSTM cells forward", Cells, () =>
        {
            x.Span.CopyTo(y.Span);
            LstmGates.Forward(Rows, Size, y.Span, previous.Span, cell.Span, tanh.Span, hidden.Span, Size);
        });
        Time("LSTM cells back", Cells, () =>
        {
            x.Span.CopyTo(y.Span);
            hidden.Span.CopyTo(cell.Span);
            LstmGates.Backward(Rows, Size, y.Span, previous.Span, tanh.Span, hidden.Span, Size, cell.Span);
        });
        Time("softmax, rows of 128", 4 * Cells, () =>
        {
            x.Span.CopyTo(y.Span);
            Softmax.Rows(4 * Rows, Size, y.Span, Size);
        });
        Time("softmax, rows of 8", 4 * Cells, () =>
        {
            x.Span.CopyTo(y.Span);
            Softmax.Rows(4 * Cells / 8, 8, y.Span, 8);
        });
        Time("sum of rows, 512 wide", 4 * Cells, () =>
            MatrixRows.Sum(Rows, 4 * Size, x.Span, 4 * Size, sums.Span, accumulate: false));
        Time("add bias, 512 wide", 4 * Cells, () => MatrixRows.AddBias(Rows, 4 * Size, y.Span, 4 * Size, sums.Span));
        Time("axpy", 4 * Cells, () => Vectors.Axpy(1e-6f, x.Span, y.Span));
        Time("sum of squares", 4 * Cells, () => Vectors.SumOfSquares(x.Span));
        Time("Adam", Cells, () => adam.Update(p.Span, hidden.Span, m.Span, v.Span));
    }

    private static AlignedBuffer Draw(int length)
    {
        var random = new Random(length);
        var buffer = new AlignedBuffer(length);
        foreach (ref var value in buffer.Span)
        {
            value = random.NextSingle() - 0.5f;
        }

        return buffer;
    }

    private static void Time(string name, int elements, Action work)
    {
        var rate = elements / Stopwatches.Least(work) / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {rate,8:F0} M/s"));
    }
}
