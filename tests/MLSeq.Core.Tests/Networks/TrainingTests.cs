using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

public class TrainingTests
{
    [Theory]
    [InlineData(SequencePooling.Last, false)]
    [InlineData(SequencePooling.Last, true)]
    [InlineData(SequencePooling.Mean, true)]
    [InlineData(SequencePooling.Max, false)]
    [InlineData(SequencePooling.Attention, true)]
    public void A_small_set_is_learned_by_heart(SequencePooling pooling, bool bidirectional)
    {
        var network = new SequenceNetwork(
            new() { VocabularySize = 20, EmbeddingSize = 8, HiddenSize = 16, OutputSize = 3, Pooling = pooling, Bidirectional = bidirectional },
            seed: 1);
        var rows = Toy.RandomRows(60, 20, 3);
        new SequenceTrainer(network, new() { Epochs = 150, BatchSize = 8, LearningRate = 0.02f, ValidationFraction = 0, Threads = 2 })
            .Fit(() => rows);

        Assert.Equal(1, Toy.Accuracy(network, rows));
    }
}
