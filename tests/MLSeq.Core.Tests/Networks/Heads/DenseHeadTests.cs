using MLSeq.Networks;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Losses;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.Heads;

/// <summary>Outputs over a large vocabulary, which are made some answers at a time.</summary>
public class DenseHeadTests
{
    private const int Answers = 150;
    private const int Size = 6;
    private const int Classes = 20_000;

    [Fact]
    public void Answers_in_several_blocks_have_the_loss_and_the_gradients_of_each_for_itself()
    {
        var parameters = new ParameterSet(new WeightInitializer(WeightInitialization.Default, 0, seed: 1).Create);
        var (whole, whole0) = Head(parameters.GetOrCreate);
        var (single, single0) = Head(parameters.Get);
        var random = new SeededRandom(2);
        var states = new Matrix().Resize(Answers, Size);
        random.Uniform(states.Span, 1);
        int[] labels = [.. Enumerable.Range(0, Answers).Select(_ => random.Next(Classes))];

        var loss = whole.Differentiate(Batch(labels), states, 0.5f, random, out var gradient);
        var (measured, _) = whole.Measure(Batch(labels), states);

        var (sum, weights) = (0d, new double[Classes * Size]);
        var one = new Matrix();
        for (var r = 0; r < Answers; r++)
        {
            states.Row(r).CopyTo(one.Resize(1, Size).Span);
            sum += single.Differentiate(Batch([labels[r]]), one, 0.5f, random, out var row);
            for (var i = 0; i < Size; i++)
            {
                Assert.Equal(row.Span[i], gradient.Row(r)[i], 1e-6f);
            }

            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] += single0.WeightsGradient.Values[i];
            }
        }

        Assert.Equal(1, loss / sum, 1e-6);
        Assert.Equal(1, measured / sum, 1e-6);
        for (var i = 0; i < weights.Length; i++)
        {
            Assert.Equal(weights[i], whole0.WeightsGradient.Values[i], 1e-5);
        }
    }

    private static (DenseHead Head, Dense Dense) Head(ParameterSource source)
    {
        var dense = new Dense("output", Size, Classes, source);
        return (new DenseHead(dense, new SoftmaxCrossEntropy(), eachStep: true), dense);
    }

    private static PackedBatch Batch(int[] labels)
    {
        var batch = new PackedBatch(new BatchShape(0, EachStep: true, TargetSize: 0));
        batch.Pack([new SequenceExample { Ids = new int[labels.Length], StepLabels = labels }]);
        return batch;
    }
}
