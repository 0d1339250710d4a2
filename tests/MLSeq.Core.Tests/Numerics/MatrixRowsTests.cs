using MLSeq.Numerics;

namespace MLSeq.Tests.Numerics;

public class MatrixRowsTests
{
    [Fact]
    public void Bias_fill_and_sums_equal_a_plain_loop()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var draw = new Draw(seed);
            var (rows, columns) = (draw.Size(20), draw.Size(60));
            var ld = draw.LeadingDimension(columns);
            var x = draw.Matrix(rows, columns, ld);
            var bias = draw.Values(columns);
            var (added, filled) = ((float[])x.Clone(), (float[])x.Clone());
            var (sums, moreSums) = (draw.Values(columns), (float[])bias.Clone());

            MatrixRows.AddBias(rows, columns, added, ld, bias);
            MatrixRows.Fill(rows, columns, filled, ld, bias);
            MatrixRows.Sum(rows, columns, x, ld, sums, accumulate: false);
            MatrixRows.Sum(rows, columns, x, ld, moreSums, accumulate: true);

            for (var i = 0; i < x.Length; i++)
            {
                var j = i % ld;
                Assert.Equal(j < columns ? x[i] + bias[j] : float.NaN, added[i]);
                Assert.Equal(j < columns ? bias[j] : float.NaN, filled[i]);
            }

            for (var j = 0; j < columns; j++)
            {
                var sum = Enumerable.Range(0, rows).Sum(r => (double)x[(r * ld) + j]);
                Assert.Equal(sum, sums[j], 1e-5);
                Assert.Equal(sum + bias[j], moreSums[j], 1e-5);
            }
        }
    }

    [Fact]
    public void Transpose_swaps_rows_and_columns()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var draw = new Draw(seed);
            var (rows, columns) = (draw.Size(40), draw.Size(40));
            var x = draw.Values(rows * columns);
            var y = new float[x.Length];
            MatrixRows.Transpose(rows, columns, x, y);
            for (var i = 0; i < x.Length; i++)
            {
                Assert.Equal(x[i], y[(i % columns * rows) + (i / columns)]);
            }
        }
    }

    [Fact]
    public void Gather_reads_and_scatter_adds_rows_even_repeatedly()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var draw = new Draw(seed);
            var columns = draw.Size(40);
            var table = draw.Values(7 * columns);
            var ids = Enumerable.Range(0, draw.Size(20)).Select(_ => draw.Below(7)).ToArray();
            var rows = new float[ids.Length * columns];
            var gradient = (float[])table.Clone();

            MatrixRows.Gather(table, columns, ids, rows);
            MatrixRows.ScatterAdd(rows, columns, ids, gradient);

            for (var i = 0; i < rows.Length; i++)
            {
                Assert.Equal(table[(ids[i / columns] * columns) + (i % columns)], rows[i]);
            }

            for (var i = 0; i < table.Length; i++)
            {
                var times = ids.Count(id => id == i / columns);
                Assert.Equal((1 + times) * table[i], gradient[i], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void An_id_outside_the_table_is_refused(int id)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            MatrixRows.Gather(new float[12], 4, [0, id], new float[8]));
        Assert.Equal(id, error.ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            MatrixRows.ScatterAdd(new float[8], 4, [0, id], new float[12]));
    }
}
