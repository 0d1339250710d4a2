using MLSeq.Embeddings.Projection;

namespace MLSeq.Tests.Embeddings.Projection;

public class PrincipalComponentsTests
{
    [Theory]
    [InlineData(200, 7, 7)]
    [InlineData(1000, 20, 3)]
    [InlineData(6, 15, 4)] // fewer rows than dimensions
    [InlineData(300, 1, 1)]
    public void Directions_variances_and_coordinates_are_those_of_the_covariance_in_double(int rows, int dimensions, int components)
    {
        var values = SampledPoints.Normal(rows, dimensions, seed: rows);
        var mean = Enumerable.Range(0, dimensions).Select(d => Enumerable.Range(0, rows).Average(r => (double)values[(r * dimensions) + d])).ToArray();
        var covariance = new double[dimensions, dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            for (var j = 0; j < dimensions; j++)
            {
                covariance[i, j] = Enumerable.Range(0, rows).Sum(r =>
                    (values[(r * dimensions) + i] - mean[i]) * (values[(r * dimensions) + j] - mean[j])) / (rows - 1);
            }
        }

        var expected = JacobiEigen.Of(covariance);
        var found = PrincipalComponents.Fit(values, dimensions, components);
        var projected = found.Transform(values);

        for (var d = 0; d < dimensions; d++)
        {
            Assert.Equal(mean[d], found.Mean[d], 1e-5 * (1 + Math.Abs(mean[d])));
        }

        for (var c = 0; c < components; c++)
        {
            Assert.Equal(expected.Values[c], found.ExplainedVariance[c], 1e-5 * expected.Values[0]);
            Assert.Equal(expected.Values[c] / expected.Values.Sum(), found.ExplainedVarianceRatio[c], 1e-5);
            var direction = found.GetComponent(c).ToArray();
            Assert.True(direction.MaxBy(Math.Abs) > 0);
            Assert.Equal(1, Math.Abs(Enumerable.Range(0, dimensions).Sum(d => direction[d] * expected.Vectors[c][d])), 1e-4);
            for (var r = 0; r < rows; r += 5)
            {
                var coordinate = Enumerable.Range(0, dimensions).Sum(d => (values[(r * dimensions) + d] - mean[d]) * direction[d]);
                Assert.Equal(coordinate, projected[(r * components) + c], 1e-3);
            }
        }
    }

    [Fact]
    public void More_directions_than_the_rows_span_are_orthogonal_and_without_variance()
    {
        var found = PrincipalComponents.Fit([1, 2, 3, 4, 5, 3, 2, 1, 0, 7], 5, 5);

        Assert.True(found.ExplainedVariance[0] > 1);
        Assert.All(found.ExplainedVariance.Skip(1), v => Assert.Equal(0, v, 1e-6));
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                var (a, b) = (found.GetComponent(i).ToArray(), found.GetComponent(j).ToArray());
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 5).Sum(d => a[d] * b[d]), 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    public void Values_whose_squares_are_beyond_floats_are_taken(float scale)
    {
        var values = SampledPoints.Normal(50, 3, seed: 4);

        var found = PrincipalComponents.Fit([.. values.Select(v => v * scale)], 3);

        var expected = PrincipalComponents.Fit(values, 3);
        Assert.Equal(expected.ExplainedVarianceRatio[0], found.ExplainedVarianceRatio[0], 1e-4);
        Assert.Equal(expected.ExplainedVariance[0], found.ExplainedVariance[0] / scale / scale, 1e-3);
    }

    [Fact]
    public void Rows_that_do_not_vary_have_no_variance()
    {
        var found = PrincipalComponents.Fit([3, 4, 3, 4, 3, 4], 2);

        Assert.Equal([0, 0], found.ExplainedVariance);
        Assert.Equal([0, 0], found.ExplainedVarianceRatio);
        Assert.Equal(new float[6], found.Transform([3, 4, 3, 4, 3, 4]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("row 1 is NaN", Message(() => PrincipalComponents.Fit([1, 2, 3, float.NaN], 2)), StringComparison.Ordinal);
        Assert.Contains("row 0 is Infinity", Message(() => PrincipalComponents.Fit([1, float.PositiveInfinity], 2)), StringComparison.Ordinal);
        Assert.Contains("expected at least one row", Message(() => PrincipalComponents.Fit([], 2)), StringComparison.Ordinal);
        Assert.Contains("multiple of the 2 dimensions", Message(() => PrincipalComponents.Fit([1, 2, 3], 2)), StringComparison.Ordinal);
        Assert.Contains("components is 3", Message(() => PrincipalComponents.Fit([1, 2, 3, 4], 2, 3)), StringComparison.Ordinal);
        Assert.Contains("8192", Message(() => PrincipalComponents.Fit(new float[9000 * 9000], 9000)), StringComparison.Ordinal);

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }
}
