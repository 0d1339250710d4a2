using MLSeq.Numerics;

namespace MLSeq.Tests.Numerics;

public class LstmGatesTests
{
    [Fact]
    public void Drawn_steps_forward_and_back_equal_a_plain_loop_in_double()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var draw = new Draw(seed);
            Check(draw, rows: draw.Size(9), size: draw.Size(40), first: draw.Flag(), seed);
        }
    }

    [Fact]
    public void The_state_may_be_updated_in_place()
    {
        var draw = new Draw(1);
        var gates = draw.Values(4 * 4 * 11, 3);
        var cell = draw.Values(4 * 11);
        var expected = new float[4 * 11];
        var (h, hInPlace) = (new float[4 * 11], new float[4 * 11]);

        LstmGates.Forward(4, 11, (float[])gates.Clone(), cell, expected, default, h, 11);
        LstmGates.Forward(4, 11, gates, cell, cell, default, hInPlace, 11);

        Assert.Equal(expected, cell);
        Assert.Equal(h, hInPlace);
    }

    [Fact]
    public void The_way_back_is_the_derivative_of_the_way_forward()
    {
        const int Size = 5;
        var draw = new Draw(3);
        var a = draw.Values(4 * Size);
        var previous = draw.Values(Size);
        var (weightH, weightC) = (draw.Values(Size), draw.Values(Size));
        double Loss(float[] preActivations, float[] c)
        {
            var (cell, hidden) = (new float[Size], new float[Size]);
            LstmGates.Forward(1, Size, (float[])preActivations.Clone(), c, cell, default, hidden, Size);
            return hidden.Zip(weightH, (x, w) => (double)x * w).Sum() + cell.Zip(weightC, (x, w) => (double)x * w).Sum();
        }

        double Slope(float[] values, int i)
        {
            const float Step = 1e-2f;
            var at = values[i];
            values[i] = at + Step;
            var up = Loss(a, previous);
            values[i] = at - Step;
            var down = Loss(a, previous);
            values[i] = at;
            return (up - down) / (2 * Step);
        }

        var gates = (float[])a.Clone();
        var (tanh, dCell) = (new float[Size], (float[])weightC.Clone());
        LstmGates.Forward(1, Size, gates, previous, new float[Size], tanh, new float[Size], Size);
        LstmGates.Backward(1, Size, gates, previous, tanh, weightH, Size, dCell);

        for (var i = 0; i < 4 * Size; i++)
        {
            Assert.Equal(Slope(a, i), gates[i], 1e-4);
        }

        for (var i = 0; i < Size; i++)
        {
            Assert.Equal(Slope(previous, i), dCell[i], 1e-4);
        }
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused_by_name()
    {
        Assert.Throws<ArgumentException>("gates", () =>
            LstmGates.Forward(2, 3, new float[23], default, new float[6], default, new float[6], 3));
        Assert.Throws<ArgumentException>("previousCell", () =>
            LstmGates.Forward(2, 3, new float[24], new float[5], new float[6], default, new float[6], 3));
        Assert.Throws<ArgumentException>("hidden", () =>
            LstmGates.Forward(2, 3, new float[24], default, new float[6], default, new float[5], 3));
    }

    private static void Check(Draw draw, int rows, int size, bool first, int seed)
    {
        var ldh = draw.LeadingDimension(size);
        var a = draw.Values(rows * 4 * size, 4);
        var previous = first ? [] : draw.Values(rows * size, 2);
        var dHidden = draw.Matrix(rows, size, ldh);
        var dCell = draw.Values(rows * size);
        var gates = (float[])a.Clone();
        var (cell, tanh) = (new float[rows * size], new float[rows * size]);
        var hidden = draw.Matrix(rows, size, ldh);
        var dCellPrevious = (float[])dCell.Clone();

        LstmGates.Forward(rows, size, gates, previous, cell, tanh, hidden, ldh);
        var dGates = (float[])gates.Clone();
        LstmGates.Backward(rows, size, dGates, previous, tanh, dHidden, ldh, dCellPrevious);

        var name = $"seed {seed}: {rows} rows of {size}";
        void Near(double expected, float actual, string what) =>
            Assert.True(Math.Abs(expected - actual) <= 3e-6, $"{name}: {what} is {actual}, not {expected}");
        for (var r = 0; r < rows; r++)
        {
            for (var j = 0; j < size; j++)
            {
                double At(int gate) => a[(r * 4 * size) + (gate * size) + j];
                float Gate(float[] of, int gate) => of[(r * 4 * size) + (gate * size) + j];
                var s = (r * size) + j;
                var (i, o, f, g) = (Sigmoid(At(0)), Sigmoid(At(1)), Sigmoid(At(2)), Math.Tanh(At(3)));
                var before = first ? 0d : previous[s];
                var c = (f * before) + (i * g);
                var t = Math.Tanh(c);
                Near(i, Gate(gates, 0), "i");
                Near(o, Gate(gates, 1), "o");
                Near(f, Gate(gates, 2), "f");
                Near(g, Gate(gates, 3), "g");
                Near(c, cell[s], "c");
                Near(t, tanh[s], "tanh c");
                Near(o * t, hidden[(r * ldh) + j], "h");

                var dh = dHidden[(r * ldh) + j];
                var dc = dCell[s] + (dh * o * (1 - (t * t)));
                Near(dc * g * i * (1 - i), Gate(dGates, 0), "di");
                Near(dh * t * o * (1 - o), Gate(dGates, 1), "do");
                Near(dc * before * f * (1 - f), Gate(dGates, 2), "df");
                Near(dc * i * (1 - (g * g)), Gate(dGates, 3), "dg");
                Near(dc * f, dCellPrevious[s], "dc'");
            }
        }

        for (var i = 0; i < hidden.Length; i++)
        {
            Assert.True(i % ldh < size || float.IsNaN(hidden[i]), $"{name}: wrote between rows of h");
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
