using MLSeq.Embeddings.Projection;

namespace MLSeq.Tests.Embeddings.Projection;

public class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(37)]
    public void Values_and_vectors_are_Jacobi_s(int n)
    {
        var matrix = Random(n);

        var (values, vectors) = SymmetricEigen.Largest([.. matrix.Cast<double>()], n, n);

        var expected = JacobiEigen.Of(matrix);
        for (var i = 0; i < n; i++)
        {
            Assert.Equal(expected.Values[i], values[i], 1e-10);
            var dot = Enumerable.Range(0, n).Sum(k => expected.Vectors[i][k] * vectors[(i * n) + k]);
            Assert.Equal(1, Math.Abs(dot), 1e-8);
        }
    }

    [Fact]
    public void Equal_eigenvalues_have_orthogonal_vectors()
    {
        // Twos and zeros only: 2 uu' + 2 vv' + 2 ww' in 9 dimensions.
        const int N = 9;
        var basis = JacobiEigen.Of(Random(N)).Vectors;
        var matrix = new double[N, N];
        for (var e = 0; e < N * N; e++)
        {
            matrix[e / N, e % N] = 2 * Enumerable.Range(0, 3).Sum(b => basis[b][e / N] * basis[b][e % N]);
        }

        var (values, vectors) = SymmetricEigen.Largest([.. matrix.Cast<double>()], N, N);

        for (var i = 0; i < N; i++)
        {
            Assert.Equal(i < 3 ? 2 : 0, values[i], 1e-12);
            for (var j = 0; j < N; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, N).Sum(k => vectors[(i * N) + k] * vectors[(j * N) + k]), 1e-9);
            }

            for (var row = 0; row < N; row++)
            {
                var product = Enumerable.Range(0, N).Sum(k => matrix[row, k] * vectors[(i * N) + k]);
                Assert.Equal(values[i] * vectors[(i * N) + row], product, 1e-9);
            }
        }
    }

    [Fact]
    public void The_zero_matrix_and_the_unit_matrix_are_taken()
    {
        foreach (var value in new[] { 0d, 1d })
        {
            var matrix = new double[16];
            for (var i = 0; i < 4; i++)
            {
                matrix[5 * i] = value;
            }

            var (values, vectors) = SymmetricEigen.Largest(matrix, 4, 4);

            Assert.All(values, v => Assert.Equal(value, v, 1e-15));
            Assert.Equal(1, Enumerable.Range(4, 4).Sum(k => vectors[k] * vectors[k]), 1e-12);
            Assert.Equal(0, Enumerable.Range(0, 4).Sum(k => vectors[k] * vectors[4 + k]), 1e-12);
        }
    }

    private static double[,] Random(int n)
    {
        var random = new Random(n);
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[i, j] = matrix[j, i] = random.NextDouble() - 0.5;
            }
        }

        return matrix;
    }
}
