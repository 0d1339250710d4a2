using MLSeq.Networks;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.Layers;

public class DropoutTests
{
    private const int Size = 200;
    private const float Share = 0.25f;

    private static readonly int[] Lengths = [7, 4, 4, 1];

    [Fact]
    public void A_locked_mask_is_the_same_at_all_steps_of_a_sequence_and_differs_between_sequences_and_batches()
    {
        var batch = Batch();
        var dropout = new Dropout(Share, locked: true);
        var random = new SeededRandom(1);

        var first = dropout.Forward(batch, Ones(batch.Total), random).Span.ToArray();
        var second = dropout.Forward(batch, Ones(batch.Total), random).Span.ToArray();

        for (var t = 1; t < batch.Steps; t++)
        {
            for (var r = 0; r < batch.Count(t); r++)
            {
                Assert.Equal(Row(first, r), Row(first, batch.Offset(t) + r));
            }
        }

        Assert.NotEqual(Row(first, 0), Row(first, 1));
        Assert.NotEqual(Row(first, 0), Row(second, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_share_of_values_is_dropped_and_the_others_make_up_for_it(bool locked)
    {
        var batch = Batch();
        var dropout = new Dropout(Share, locked);
        var (dropped, sum, count) = (0, 0d, 0);
        var random = new SeededRandom(2);
        for (var n = 0; n < 50; n++)
        {
            foreach (var value in dropout.Forward(batch, Ones(batch.Total), random).Span)
            {
                dropped += value == 0 ? 1 : 0;
                sum += value;
                count++;
            }
        }

        Assert.Equal(Share, dropped / (double)count, 0.02);
        Assert.Equal(1, sum / count, 0.02);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void The_gradient_goes_through_the_mask_that_the_values_went_through(bool locked, bool pooled)
    {
        var batch = Batch();
        var dropout = new Dropout(Share, locked);
        var rows = pooled ? batch.Rows : batch.Total;

        var mask = dropout.Forward(batch, Ones(rows), new SeededRandom(3)).Span.ToArray();

        Assert.Equal(mask, dropout.Backward(batch, Ones(rows)).Span.ToArray());
        Assert.Equal([0, 1 / (1 - Share)], mask.Distinct().Order());
    }

    [Fact]
    public void Scoring_passes_values_on_as_they_are()
    {
        var (batch, x) = (Batch(), Ones(1));

        Assert.Same(x, new Dropout(Share, locked: true).Forward(batch, x, null));
        Assert.Same(x, new Dropout(0, locked: true).Forward(batch, x, new SeededRandom(1)));
    }

    private static PackedBatch Batch()
    {
        var batch = new PackedBatch(new BatchShape(0, EachStep: false, TargetSize: 0));
        batch.Pack([.. Lengths.Select(n => new SequenceExample { Ids = new int[n] })]);
        return batch;
    }

    private static Matrix Ones(int rows)
    {
        var x = new Matrix().Resize(rows, Size);
        x.Span.Fill(1);
        return x;
    }

    private static float[] Row(float[] values, int row) => values[(row * Size)..((row + 1) * Size)];
}
