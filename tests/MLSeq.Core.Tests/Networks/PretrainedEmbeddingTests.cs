using MLSeq.Embeddings;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

public class PretrainedEmbeddingTests
{
    private const int Size = 6;

    /// <summary>The words of ids 1 to 19; every third has no vector.</summary>
    private static readonly string[] Words = [.. Enumerable.Range(1, 19).Select(i => $"w{i}")];

    private static readonly WordVectors Vectors = Make(Words.Where((_, i) => i % 3 != 0).Reverse().Append("more"));

    private static readonly WordVectors OfAll = Make(Words);

    [Fact]
    public void Rows_of_words_with_a_vector_are_set_and_the_unknown_tokens_is_their_mean()
    {
        var (network, plain) = (Network(), Network());
        Assert.Equal(Words.Count(word => Vectors.IndexOf(word) >= 0), PretrainedEmbedding.Set(network, Words, Vectors, freeze: false));
        var mean = new double[Size];
        var found = Words.Where(word => Vectors.IndexOf(word) >= 0).ToList();
        for (var i = 0; i < Words.Length; i++)
        {
            var index = Vectors.IndexOf(Words[i]);
            Assert.Equal(index >= 0 ? Vectors.GetVector(index).ToArray() : Row(plain, i + 1), Row(network, i + 1));
            for (var j = 0; j < Size && index >= 0; j++)
            {
                mean[j] += Vectors.GetVector(index)[j] / (double)found.Count;
            }
        }

        Assert.All(mean.Zip(Row(network, 0)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(Others(network).Zip(Others(plain)), pair => Assert.Equal(pair.First, pair.Second));
    }

    [Fact]
    public void Without_any_word_in_common_nothing_changes()
    {
        var (network, plain) = (Network(), Network());
        Assert.Equal(0, PretrainedEmbedding.Set(network, [.. Words.Select(word => word.ToUpperInvariant())], Vectors, freeze: true));
        Assert.Equal(Toy.Saved(plain), Toy.Saved(network));
        Train(network);
        Assert.NotEqual(Row(plain, 1), Row(network, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Training_leaves_frozen_rows_as_they_are_and_learns_the_others(int threads)
    {
        var network = Network();
        PretrainedEmbedding.Set(network, Words, Vectors, freeze: true);
        var before = Enumerable.Range(0, 20).Select(row => Row(network, row)).ToArray();
        Train(network, threads);
        for (var row = 0; row < 20; row++)
        {
            var isFrozen = row == 0 || Vectors.IndexOf(Words[row - 1]) >= 0;
            Assert.Equal(isFrozen, before[row].AsSpan().SequenceEqual(Row(network, row)));
        }
    }

    [Fact]
    public void A_step_moves_all_else_as_it_does_without_freezing()
    {
        var (frozen, part, tuned) = (Network(), Network(), Network());
        PretrainedEmbedding.Set(frozen, Words, OfAll, freeze: true);
        PretrainedEmbedding.Set(part, Words, Vectors, freeze: true);
        PretrainedEmbedding.Set(tuned, Words, OfAll, freeze: false);
        var before = Others(frozen);
        var rows = Toy.RandomRows(16, 20, 3);
        foreach (var network in new[] { frozen, tuned })
        {
            new SequenceTrainer(network, new() { Epochs = 1, BatchSize = 16, ClipNorm = 0, ValidationFraction = 0, Threads = 1 }).Fit(() => rows);
        }

        Assert.Equal(Others(tuned), Others(frozen));
        Assert.NotEqual(before, Others(frozen));
        Assert.NotEqual(Row(tuned, 1), Row(frozen, 1));

        // The same with some rows frozen: those that are not learn as in a network where none is.
        var free = Network();
        PretrainedEmbedding.Set(free, Words, Vectors, freeze: false);
        foreach (var network in new[] { part, free })
        {
            new SequenceTrainer(network, new() { Epochs = 1, BatchSize = 16, ClipNorm = 0, ValidationFraction = 0, Threads = 1 }).Fit(() => rows);
        }

        Assert.Equal(Row(free, 1), Row(part, 1));
        Assert.Equal(Others(free), Others(part));
    }

    [Fact]
    public void A_wholly_frozen_embedding_has_no_gradient_to_keep()
    {
        var network = Network();
        PretrainedEmbedding.Set(network, Words, OfAll, freeze: true);
        Assert.All(network.CreateStack().Layers, layer => Assert.Empty(layer.RowGradients));
        Assert.NotEmpty(Network().CreateStack().Layers[0].RowGradients);
    }

    [Fact]
    public void A_loaded_network_learns_all_rows()
    {
        var network = Network();
        PretrainedEmbedding.Set(network, Words, OfAll, freeze: true);
        var loaded = Toy.Loaded(Toy.Saved(network));
        Train(loaded);
        Assert.NotEqual(Row(network, 1), Row(loaded, 1));
    }

    private static SequenceNetwork Network() =>
        new(new() { VocabularySize = 20, EmbeddingSize = Size, HiddenSize = 8, OutputSize = 3, Dropout = 0.2f, Layers = 2 }, seed: 1);

    private static void Train(SequenceNetwork network, int threads = 1)
    {
        var rows = Toy.RandomRows(60, 20, 3);
        new SequenceTrainer(network, new() { Epochs = 3, BatchSize = 8, LearningRate = 0.02f, ValidationFraction = 0.2f, Threads = threads }).Fit(() => rows);
    }

    private static float[] Row(SequenceNetwork network, int row) => network.Embedding.Values.Slice(row * Size, Size).ToArray();

    private static IEnumerable<float[]> Others(SequenceNetwork network) =>
        [.. network.Parameters.Where(parameter => parameter != network.Embedding).Select(parameter => parameter.Values.ToArray())];

    private static WordVectors Make(IEnumerable<string> words)
    {
        string[] list = [.. words];
        var random = new Random(3);
        return new(list, Size, Enumerable.Range(0, list.Length * Size).Select(_ => (random.NextSingle() * 2) - 1).ToArray());
    }
}
