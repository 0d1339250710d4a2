using System.Numerics;
using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.GloVe;
using MLSeq.Tests.Numerics;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

public class GloVeStepTests
{
    [Theory]
    [InlineData(0.05f, 1f, 5f)]
    [InlineData(0.05f, 0.1f, -3f)]
    [InlineData(0.5f, 2f, 9f)]
    [InlineData(0.05f, 30f, 60f)]
    public void Steps_equal_the_reference_at_any_dimensions(float rate, float range, float logValue)
    {
        var options = new GloVeOptions { LearningRate = rate };
        for (var dimensions = 1; dimensions < 70; dimensions += 3)
        {
            var draw = new Draw(dimensions);
            var reference = new ReferenceGloVe(dimensions, options);
            var (words, contexts, stride) = Rows(draw, dimensions, 3, range, reference);

            // Each step is compared alone, from where the one before it ended: the second time, G is no longer 1.
            foreach (var record in (Cooccurrence[])[new(2, 1, logValue), new(2, 1, logValue), new(0, 1, logValue / 2)])
            {
                var word = words.AsSpan(2 * stride * record.Row, 2 * stride);
                var context = contexts.AsSpan(2 * stride * record.Column, 2 * stride);
                Set(reference, 'w', record.Row, word, dimensions, bias: dimensions);
                Set(reference, 'c', record.Column, context, dimensions, bias: dimensions + 1);

                var loss = new GloVeStep(stride, options).Run([record], words, contexts);

                Assert.Equal(1, loss / reference.Step(record.Row, record.Column, record.LogValue), 1e-4);
                Check(reference.Rows[('w', record.Row)], word, dimensions, bias: dimensions, constant: dimensions + 1);
                Check(reference.Rows[('c', record.Column)], context, dimensions, bias: dimensions + 1, constant: dimensions);
            }
        }
    }

    [Fact]
    public void Many_records_equal_the_reference()
    {
        var options = new GloVeOptions();
        var draw = new Draw(1);
        var reference = new ReferenceGloVe(11, options);
        var (words, contexts, stride) = Rows(draw, 11, 20, 0.5f, reference);
        var records = Enumerable.Range(0, 3000).Select(_ => new Cooccurrence((byte)draw.Below(20), (byte)draw.Below(20), draw.Value(4))).ToArray();

        var loss = new GloVeStep(stride, options).Run(records, words, contexts);

        Assert.Equal(1, loss / records.Sum(record => reference.Step(record.Row, record.Column, record.LogValue)), 1e-3);
        for (var word = 0; word < 20; word++)
        {
            Check(reference.Rows[('w', word)], words.AsSpan(2 * stride * word, 2 * stride), 11, bias: 11, constant: 12);
        }
    }

    [Fact]
    public void A_difference_that_is_not_finite_changes_nothing_but_the_loss()
    {
        var (words, contexts, stride) = Rows(new Draw(1), 5, 1, 1, new(5, new()));
        (words[0], contexts[0]) = (1e30f, 1e30f);
        var (wordsBefore, contextsBefore) = (words.ToArray(), contexts.ToArray());

        var loss = new GloVeStep(stride, new()).Run([new(0, 0, 1)], words, contexts);

        Assert.False(double.IsFinite(loss));
        Assert.Equal(wordsBefore, words);
        Assert.Equal(contextsBefore, contexts);
    }

    private static (float[] Words, float[] Contexts, int Stride) Rows(Draw draw, int dimensions, int count, float range, ReferenceGloVe reference)
    {
        var stride = (dimensions + 1 + Vector<float>.Count) / Vector<float>.Count * Vector<float>.Count;
        var (words, contexts) = (new float[count * 2 * stride], new float[count * 2 * stride]);
        for (var word = 0; word < count; word++)
        {
            foreach (var (kind, rows, bias, constant) in new[] { ('w', words, dimensions, dimensions + 1), ('c', contexts, dimensions + 1, dimensions) })
            {
                var values = draw.Values(dimensions + 1, range);
                reference.Set(kind, word, values);
                var row = rows.AsSpan(2 * stride * word, 2 * stride);
                values.AsSpan(0, dimensions).CopyTo(row);
                (row[bias], row[constant]) = (values[dimensions], 1);
                row[stride..].Fill(1);
                row[stride + constant] = float.MaxValue;
            }
        }

        return (words, contexts, stride);
    }

    private static void Set(ReferenceGloVe reference, char kind, int word, ReadOnlySpan<float> row, int dimensions, int bias)
    {
        var stride = row.Length / 2;
        reference.Set(kind, word, [.. row[..dimensions], row[bias]], [.. row.Slice(stride, dimensions), row[stride + bias]]);
    }

    private static void Check((double[] Path, double[] Values, double[] Squares) expected, ReadOnlySpan<float> row, int dimensions, int bias, int constant)
    {
        var stride = row.Length / 2;
        for (var i = 0; i < stride; i++)
        {
            if (i < dimensions || i == bias)
            {
                var at = Math.Min(i, dimensions);
                Assert.Equal(expected.Values[at], row[i], (3 * InverseRoot.Error * expected.Path[at]) + (2e-6 * Math.Max(1, Math.Abs(expected.Values[at]))));
                Assert.Equal(1, row[stride + i] / expected.Squares[at], 3e-3);
            }
            else
            {
                Assert.Equal(i == constant ? 1 : 0, row[i]);
            }
        }
    }
}
