using FsCheck;
using FsCheck.Fluent;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Search;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Search;

public sealed class SimilaritySearchTests
{
    /// <summary>Few different values, so that equal cosines, zero and parallel vectors abound.</summary>
    private static readonly Gen<float> Coarse = Gen.Elements(0f, 0f, 1f, -1f, 2f, -.5f);

    private static readonly Gen<float> Fine = Gen.Choose(-100_000, 100_000).Select(value => value / 317f);

    private static readonly Gen<float> Wild = Gen.Elements(0f, float.Epsilon, 1e-40f, 1e-20f, 1f, -1e20f, 3e38f, -3e38f);

    [Fact]
    public void The_best_are_those_of_comparing_all()
    {
        var cases = from values in Gen.Elements(Coarse, Fine, Wild)
                    from dimensions in Gen.Choose(1, 40)
                    from count in Gen.Choose(1, 60)
                    from matrix in values.ListOf(count * dimensions)
                    from query in values.ListOf(dimensions)
                    from wanted in Gen.Choose(1, 70)
                    from searched in Gen.Choose(1, count)
                    from excluded in Gen.Choose(0, count - 1).ListOf()
                    select (dimensions, matrix: matrix.ToArray(), query: query.ToArray(), wanted, searched, excluded: excluded.ToHashSet());
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), test =>
        {
            var rows = Rows(test.matrix, test.dimensions);
            Assert.Equal(
                BruteForce(rows, test.query, test.wanted, test.searched, test.excluded),
                new SimilaritySearch(rows).Nearest(test.query, test.wanted, test.searched, test.excluded));
        }));
    }

    [Fact]
    public void Blocks_do_not_show()
    {
        var count = (2 * QuantizedRows.BlockSize) + 77;
        var vectors = VectorData.Draw(count, 20);
        var rows = new BufferRows(vectors.CopyRows(count), count, 20);
        var search = new SimilaritySearch(rows);
        foreach (var searched in new[] { 1, QuantizedRows.BlockSize, QuantizedRows.BlockSize + 1, count })
        {
            foreach (var query in new[] { 0, 5000, count - 1 })
            {
                var vector = vectors.GetVector(query).ToArray();
                Assert.Equal(BruteForce(rows, vector, 25, searched, [query]), search.Nearest(vector, 25, searched, [query]));
            }
        }
    }

    [Fact]
    public void Answers_are_what_the_textbook_says()
    {
        var vectors = VectorData.Draw(500, 30);
        var query = vectors.Unit("w3").Zip(vectors.Unit("w4"), (a, b) => a + b).Zip(vectors.Unit("w5"), (sum, c) => sum - c).ToArray();
        var expected = Enumerable.Range(0, 500).Where(i => i is < 3 or > 5).Select(i => (Index: i, Cosine: VectorData.Cosine(vectors.Doubles(i), query)))
            .OrderByDescending(answer => answer.Cosine).Take(12).ToArray();
        var found = vectors.MostSimilar(["w3", "w4"], ["w5"], 12);
        Assert.Equal(expected.Select(answer => $"w{answer.Index}"), found.Select(answer => answer.Word));
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second.Cosine, pair.First.Similarity, 6));
        Assert.Equal(found, vectors.Analogy("w5", "w3", "w4", 12));
    }

    [Fact]
    public void Products_of_cosines_are_what_the_textbook_says()
    {
        var vectors = VectorData.Draw(500, 30);
        double Shifted(int index, string word) => (1 + VectorData.Cosine(vectors.Doubles(index), vectors.Unit(word))) / 2;
        var expected = Enumerable.Range(0, 500).Where(i => i is < 3 or > 5)
            .Select(i => (Index: i, Score: Shifted(i, "w3") * Shifted(i, "w4") / (Shifted(i, "w5") + 0.000001)))
            .OrderByDescending(answer => answer.Score).Take(12).ToArray();
        var found = vectors.Analogy("w5", "w3", "w4", 12, AnalogyMethod.ThreeCosMul);
        Assert.Equal(expected.Select(answer => $"w{answer.Index}"), found.Select(answer => answer.Word));
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Similarity, 5));
    }

    [Fact]
    public void Integer_products_are_right_on_any_machine()
    {
        var random = new Random(1);
        foreach (var length in new[] { 16, 32, 48, 304 })
        {
            var row = Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
            var query = Enumerable.Range(0, length).Select(_ => (short)random.Next(-32767, 32768)).ToArray();
            var expected = row.Zip(query, (x, y) => x * y).Sum();
            Assert.Equal(expected, ByteDot.Of(ref row[0], ref query[0], length));
            Assert.Equal(expected, ByteDot.Portable(ref row[0], ref query[0], length));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(516)]
    [InlineData(517)]
    [InlineData(65536)]
    public void Integer_products_do_not_overflow(int dimensions)
    {
        var length = QuantizedRows.Padded(dimensions);
        var (row, query) = (new sbyte[length], new short[length]);
        Array.Fill(row, (sbyte)-ByteDot.RowRange, 0, dimensions);
        Array.Fill(query, (short)ByteDot.QueryRange(dimensions), 0, dimensions);
        Assert.Equal(-(long)ByteDot.RowRange * ByteDot.QueryRange(dimensions) * dimensions, ByteDot.Of(ref row[0], ref query[0], length));
        Assert.Equal(-(long)ByteDot.RowRange * ByteDot.QueryRange(dimensions) * dimensions, ByteDot.Portable(ref row[0], ref query[0], length));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(100, 5)]
    [InlineData(300, 1)]
    [InlineData(700, 1)]
    public void Cosines_lie_within_their_bounds_and_those_are_close(int dimensions, int power)
    {
        var count = 300;
        var vectors = VectorData.Draw(count, dimensions);
        var matrix = vectors.CopyRows(count);
        foreach (ref var value in matrix.Span)
        {
            value = MathF.Pow(value, power);
        }

        var rows = new BufferRows(matrix, count, dimensions);
        var quantized = new QuantizedRows(rows, 0, count);
        var (least, greatest) = (new float[count], new float[count]);
        for (var query = 0; query < 5; query++)
        {
            quantized.Bounds(new QuantizedQuery(rows[query]), least, greatest);
            for (var i = 0; i < count; i++)
            {
                Assert.InRange(ExactCosine.Of(rows[query], rows[i]), least[i], greatest[i]);
                Assert.InRange(greatest[i] - least[i], 0, power == 1 ? .025 : .2);
            }
        }
    }

    private static BufferRows Rows(float[] values, int dimensions)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return new BufferRows(buffer, values.Length / dimensions, dimensions);
    }

    private static ScoredRow[] BruteForce(WordVectorRows rows, float[] query, int wanted, int searched, HashSet<int> excluded) =>
        [.. Enumerable.Range(0, searched).Where(i => !excluded.Contains(i))
            .Select(i => new ScoredRow(i, ExactCosine.Of(rows[i], query)))
            .OrderByDescending(row => row.Score).ThenBy(row => row.Index).Take(wanted)];
}
