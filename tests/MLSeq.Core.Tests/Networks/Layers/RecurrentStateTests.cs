using MLSeq.Networks;

namespace MLSeq.Tests.Networks.Layers;

/// <summary>A sequence read in two pieces, the second from where the first ended, and its gradients, are those of the sequence read whole.</summary>
public class RecurrentStateTests
{
    private const int Rows = 3;
    private const int Steps = 9;

    public static TheoryData<RecurrentCell> Cells => [.. Enum.GetValues<RecurrentCell>()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_state_carries_a_sequence_from_one_batch_to_the_next(RecurrentCell cell)
    {
        var (whole, pieces) = (new LayerUnderTest(cell, 5, 11), new LayerUnderTest(cell, 5, 11));
        var rows = whole.Draw(Steps, Steps, Steps);
        var (expectedEnd, state) = (whole.State(Rows, 1), pieces.State(Rows, 1));
        var expected = whole.Layer.Forward(whole.Pack(rows), whole.Pack(rows).Frames, expectedEnd);

        for (var first = 0; first < Steps; first += 4)
        {
            var batch = pieces.Pack(rows, first, Math.Min(first + 4, Steps));
            var output = pieces.Layer.Forward(batch, batch.Frames, state);
            Close.To(Doubles(expected.From(first * Rows)[..output.Span.Length]), output.Span, $"steps from {first}");
        }

        Close.To(Doubles(expectedEnd.Hidden.Span), state.Hidden.Span, "end");
        if (cell is RecurrentCell.Lstm or RecurrentCell.LstmPeephole)
        {
            Close.To(Doubles(expectedEnd.Cell.Span), state.Cell.Span, "cell");
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_gradient_goes_back_from_one_batch_to_the_one_before(RecurrentCell cell)
    {
        const int Half = 4;
        var (whole, first, second) = (new LayerUnderTest(cell, 5, 11), new LayerUnderTest(cell, 5, 11), new LayerUnderTest(cell, 5, 11));
        var rows = whole.Draw(Steps, Steps, Steps);
        var batch = whole.Pack(rows);
        var (batch1, batch2) = (first.Pack(rows, 0, Half), second.Pack(rows, Half, Steps));
        var (wholeGradient, pieceGradient) = (whole.State(Rows, 2), second.State(Rows, 2));
        var state = first.State(Rows, 1);
        whole.Layer.Forward(batch, batch.Frames, whole.State(Rows, 1));
        first.Layer.Forward(batch1, batch1.Frames, state);
        second.Layer.Forward(batch2, batch2.Frames, state);

        var outputGradient = Gradient(whole, Steps);
        var later = new Matrix().Resize(batch2.Total, 11);
        outputGradient.From(Half * Rows).CopyTo(later.Span);
        var expected = whole.Layer.Backward(batch, batch.Frames, outputGradient, true, wholeGradient)!;
        var found2 = second.Layer.Backward(batch2, batch2.Frames, later, true, pieceGradient)!;
        var earlier = new Matrix().Resize(batch1.Total, 11);
        Gradient(whole, Steps).Span[..earlier.Span.Length].CopyTo(earlier.Span);
        var found1 = first.Layer.Backward(batch1, batch1.Frames, earlier, true, pieceGradient)!;

        Close.To(Doubles(expected.Span), [.. found1.Span, .. found2.Span], "input");
        Close.To(Doubles(wholeGradient.Hidden.Span), pieceGradient.Hidden.Span, "start");
        var (gradients1, gradients2) = (first.Gradients(), second.Gradients());
        foreach (var (name, values) in whole.Gradients())
        {
            Close.To(Doubles(values), [.. gradients1[name].Zip(gradients2[name], (a, b) => a + b)], name);
        }
    }

    [Fact]
    public void A_state_is_refused_by_two_directions_and_by_another_number_of_rows()
    {
        var (both, one) = (new LayerUnderTest(RecurrentCell.Lstm, 2, 3, bidirectional: true), new LayerUnderTest(RecurrentCell.Lstm, 2, 3));
        var batch = both.Pack(both.Draw(2, 1));

        Assert.Contains("bidirectional", Assert.Throws<ArgumentException>("state", () => both.Layer.Forward(batch, batch.Frames, both.State(2, 1))).Message);
        Assert.Contains("3 states for a batch of 2", Assert.Throws<ArgumentException>("state", () => one.Layer.Forward(batch, batch.Frames, one.State(3, 1))).Message);
    }

    private static Matrix Gradient(LayerUnderTest layer, int steps)
    {
        var gradient = new Matrix().Resize(steps * Rows, layer.Layer.OutputSize);
        new MLSeq.Numerics.SeededRandom(4).Uniform(gradient.Span, 1);
        return gradient;
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => [.. values.ToArray().Select(v => (double)v)];
}
