using MLSeq.Networks;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.Layers;

/// <summary>A layer that is told which positions share vectors does what it does with a vector at each position.</summary>
public class SharedInputTests
{
    private const int InputSize = 5;
    private const int HiddenSize = 11;

    public static TheoryData<RecurrentCell, bool> Cells
    {
        get
        {
            var data = new TheoryData<RecurrentCell, bool>();
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                data.Add(cell, false);
                data.Add(cell, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Shared_vectors_give_the_states_and_gradients_of_copies(RecurrentCell cell, bool bidirectional)
    {
        var (copied, shared) = (new LayerUnderTest(cell, InputSize, HiddenSize, bidirectional), new LayerUnderTest(cell, InputSize, HiddenSize, bidirectional));
        var vectors = new Matrix().Resize(4, InputSize);
        new SeededRandom(3).Uniform(vectors.Span, 1.5);
        var batch = copied.Pack(copied.Draw(70, 69, 3, 1));
        var rows = Enumerable.Range(0, batch.Total).Select(p => p * p % 7 % vectors.Rows).ToArray();
        MatrixRows.Gather(vectors.Span, InputSize, rows, batch.Frames.Span);
        var input = new RecurrentInput(vectors, rows);

        var expected = copied.Layer.Forward(batch, batch.Frames);
        var found = shared.Layer.Forward(batch, input);
        Close.To(Doubles(expected.Span), found.Span, "states");

        var gradient = new Matrix().Resize(batch.Total, copied.Layer.OutputSize);
        new SeededRandom(4).Uniform(gradient.Span, 0.3);
        var copy = new Matrix().Resize(gradient.Rows, gradient.Columns);
        gradient.Span.CopyTo(copy.Span);
        var ofPositions = copied.Layer.Backward(batch, batch.Frames, gradient, needsInputGradient: true)!;
        var ofVectors = shared.Layer.Backward(batch, input, copy, needsInputGradient: true)!;
        var sums = new double[vectors.Span.Length];
        for (var i = 0; i < ofPositions.Span.Length; i++)
        {
            sums[(rows[i / InputSize] * InputSize) + (i % InputSize)] += ofPositions.Span[i];
        }

        Close.To(sums, ofVectors.Span, "vectors");
        foreach (var (name, values) in copied.Gradients())
        {
            Close.To(Doubles(values), shared.Gradients()[name], name);
        }
    }

    [Fact]
    public void Shared_vectors_need_no_gradient()
    {
        var layer = new LayerUnderTest(RecurrentCell.Lstm, InputSize, HiddenSize);
        var vectors = new Matrix().Resize(2, InputSize);
        var batch = layer.Pack(layer.Draw(6, 2));
        var input = new RecurrentInput(vectors, [0, 1, 0, 1, 0, 1, 1, 0]);
        var output = layer.Layer.Forward(batch, input);

        Assert.Null(layer.Layer.Backward(batch, input, output, needsInputGradient: false));
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), v => (double)v);
}
