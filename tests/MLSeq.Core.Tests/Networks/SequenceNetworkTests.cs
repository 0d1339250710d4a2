using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

public class SequenceNetworkTests
{
    [Fact]
    public void A_batch_scores_like_its_rows_one_by_one()
    {
        var network = Network();
        SequenceExample[] rows = [.. Toy.RandomRows(150, 20, 3), new() { Ids = [] }, new() { Ids = [0] }, new()];
        var scorer = network.CreateScorer();
        var all = new float[rows.Length * 3];
        scorer.Score(rows, all);

        var one = new float[3];
        for (var r = 0; r < rows.Length; r++)
        {
            scorer.Score(rows[r].Ids, one);
            Close.To([.. all.AsSpan(r * 3, 3).ToArray().Select(v => (double)v)], one, $"row {r}");
            Assert.Equal(1, one.Sum(), 1e-5);
        }
    }

    [Theory]
    [InlineData(NetworkOutput.Softmax)]
    [InlineData(NetworkOutput.ConditionalRandomField)]
    public void Classes_of_many_sequences_are_those_of_one_by_one(NetworkOutput output)
    {
        var network = new SequenceNetwork(
            new() { VocabularySize = 20, HiddenSize = 8, Bidirectional = true, Pooling = SequencePooling.None, OutputSize = 5, Output = output }, 1);
        var rows = Toy.RandomRows(150, 20, 5);
        var scorer = network.CreateScorer();
        var steps = rows.Sum(row => row.Ids!.Length);
        var (scores, classes) = (new float[5 * steps], new int[steps]);

        scorer.Score(rows, scores, classes);

        var first = 0;
        foreach (var row in rows)
        {
            var (score, found) = (new float[5 * row.Ids!.Length], new int[row.Ids.Length]);
            scorer.Score(row, score, found);
            Assert.Equal(found, classes[first..(first + found.Length)]);
            Close.To(Array.ConvertAll(score, value => (double)value), scores.AsSpan(5 * first, score.Length), "scores");
            first += found.Length;
        }

        Assert.True(classes.Distinct().Count() > 1);
        Assert.Throws<ArgumentException>(() => scorer.Score(rows, new float[5 * steps], new int[steps - 1]));
    }

    [Fact]
    public void An_empty_sequence_is_one_unknown_token_or_a_frame_of_zeros()
    {
        var scorer = Network().CreateScorer();
        float[] empty = new float[3], unknown = new float[3];
        scorer.Score(ReadOnlySpan<int>.Empty, empty);
        scorer.Score([0], unknown);
        Assert.Equal(unknown, empty);

        scorer = new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, OutputSize = 3 }, 1).CreateScorer();
        scorer.Score(ReadOnlySpan<float>.Empty, empty);
        scorer.Score([0f, 0f], unknown);
        Assert.Equal(unknown, empty);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(0, 3)]
    public void Saved_and_loaded_it_is_the_same(int vocabulary, int frame)
    {
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = vocabulary,
                FrameSize = frame,
                EmbeddingSize = 6,
                HiddenSize = 5,
                Layers = 2,
                Bidirectional = true,
                Pooling = SequencePooling.Attention,
                Dropout = 0.25f,
                WordDropout = 0.125f,
                OutputSize = 3,
            },
            1);
        var bytes = Toy.Saved(network);

        var loaded = Toy.Loaded(bytes);

        Assert.Equal(bytes, Toy.Saved(loaded));
        Assert.Equivalent(network.Options, loaded.Options, strict: true);
        Assert.Equal(network.Parameters.Select(p => p.Name), loaded.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Every_truncation_is_an_InvalidDataException()
    {
        var bytes = Toy.Saved(new(new() { VocabularySize = 3, EmbeddingSize = 2, HiddenSize = 2, OutputSize = 2 }, 1));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Toy.Loaded(bytes[..length]));
        }
    }

    [Fact]
    public void Every_flipped_byte_loads_or_is_an_InvalidDataException()
    {
        var bytes = Toy.Saved(new(new() { VocabularySize = 3, EmbeddingSize = 2, HiddenSize = 2, OutputSize = 2 }, 1));
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 0xFF;
            try
            {
                Toy.Loaded(damaged);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void Sizes_that_the_file_does_not_hold_take_no_memory()
    {
        var bytes = Toy.Saved(new(new() { VocabularySize = 3, EmbeddingSize = 2, HiddenSize = 2, OutputSize = 2 }, 1));
        BitConverter.TryWriteBytes(bytes.AsSpan(8), 4_000_000);
        BitConverter.TryWriteBytes(bytes.AsSpan(16), 200);
        var nameAndRows = bytes.AsSpan().IndexOf("embedding.table"u8) + "embedding.table".Length;
        BitConverter.TryWriteBytes(bytes.AsSpan(nameAndRows), 4_000_000);
        BitConverter.TryWriteBytes(bytes.AsSpan(nameAndRows + 4), 200);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Toy.Loaded(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_network_of_the_first_version_is_read()
    {
        var bytes = Toy.Saved(Network());

        // What the second version added follows the 53 bytes of the first one's options; then comes the first parameter's name.
        var parameters = bytes.AsSpan().IndexOf("embedding.table"u8) - 1;
        byte[] first = [.. bytes[..53], .. bytes[parameters..]];
        first[4] = 1;

        Assert.Equal(bytes, Toy.Saved(Toy.Loaded(first)));
    }

    [Fact]
    public void Another_file_and_a_newer_version_are_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => Toy.Loaded("PK, a zip file"u8.ToArray()));
        Assert.Contains("not an MLSeq network", error.Message, StringComparison.Ordinal);

        var bytes = Toy.Saved(Network());
        bytes[4] = 99;
        error = Assert.Throws<InvalidDataException>(() => Toy.Loaded(bytes));
        Assert.Contains("format version 99", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(SequenceNetworkOptions.VocabularySize), 0)]
    [InlineData(nameof(SequenceNetworkOptions.VocabularySize), -1)]
    [InlineData(nameof(SequenceNetworkOptions.FrameSize), 5)]
    [InlineData(nameof(SequenceNetworkOptions.EmbeddingSize), 0)]
    [InlineData(nameof(SequenceNetworkOptions.HiddenSize), 0)]
    [InlineData(nameof(SequenceNetworkOptions.Layers), 0)]
    [InlineData(nameof(SequenceNetworkOptions.Dropout), 1f)]
    [InlineData(nameof(SequenceNetworkOptions.Dropout), float.NaN)]
    [InlineData(nameof(SequenceNetworkOptions.WordDropout), -0.1f)]
    [InlineData(nameof(SequenceNetworkOptions.OutputSize), 1)]
    [InlineData(nameof(SequenceNetworkOptions.Cell), (RecurrentCell)99)]
    [InlineData(nameof(SequenceNetworkOptions.Pooling), (SequencePooling)99)]
    [InlineData(nameof(SequenceNetworkOptions.Output), (NetworkOutput)99)]
    [InlineData(nameof(SequenceNetworkOptions.Softmax), (SoftmaxKind)99)]
    [InlineData(nameof(SequenceNetworkOptions.Samples), 0)]
    [InlineData(nameof(SequenceNetworkOptions.Cutoffs), null)]
    public void A_bad_option_is_named(string option, object? value)
    {
        var options = new SequenceNetworkOptions { VocabularySize = 20, OutputSize = 3 };
        typeof(SequenceNetworkOptions).GetProperty(option)!.SetValue(options, value);
        var error = Assert.Throws<ArgumentException>(() => new SequenceNetwork(options, 1));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 2, 2 })]
    [InlineData(new[] { 5, 20 })]
    public void Cutoffs_that_are_no_rising_classes_are_refused(int[] cutoffs)
    {
        var options = new SequenceNetworkOptions { VocabularySize = 20, OutputSize = 20, Softmax = SoftmaxKind.Adaptive, Cutoffs = cutoffs };
        Assert.Contains("Cutoffs", Assert.Throws<ArgumentException>(() => new SequenceNetwork(options, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adaptive_softmax_is_saved_with_its_cutoffs()
    {
        var network = new SequenceNetwork(
            new() { VocabularySize = 20, EmbeddingSize = 4, HiddenSize = 8, OutputSize = 20, Softmax = SoftmaxKind.Adaptive, Cutoffs = [4, 9] }, 1);
        var bytes = Toy.Saved(network);

        var loaded = Toy.Loaded(bytes);

        Assert.Equal(bytes, Toy.Saved(loaded));
        Assert.Equal([4, 9], loaded.Options.Cutoffs);
        Assert.Contains(loaded.Parameters, p => p.Name == "output2.weights" && p.Rows == 11);
    }

    [Fact]
    public void A_network_too_large_for_memory_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new SequenceNetwork(new() { VocabularySize = 2_000_000_000, EmbeddingSize = 100, OutputSize = 2 }, 1));
        Assert.Contains("embedding.table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scorer_checks_its_arguments()
    {
        var scorer = Network().CreateScorer();
        Assert.Throws<ArgumentException>(() => scorer.Score([1], new float[2]));
        Assert.Throws<ArgumentException>(() => scorer.Score([20], new float[3]));
        Assert.Throws<ArgumentException>(() => scorer.Score([1f], new float[3]));
        Assert.Throws<ArgumentException>(() => scorer.Score(new SequenceExample[] { new() { Ids = [1] } }, new float[6]));
    }

    [Fact]
    public void The_forget_gates_start_open_and_the_seed_decides_the_rest()
    {
        var bias = Network().Parameters.Single(p => p.Name == "lstm1.bias");
        Assert.Equal(new float[] { 0, 0, 0, 0, 1, 1, 0, 0 }, bias.Values[..24].ToArray().Chunk(3).Select(c => c.Average()));
        Assert.Equal(Toy.Saved(Network()), Toy.Saved(Network()));
        Assert.NotEqual(Toy.Saved(Network()), Toy.Saved(Network(seed: 2)));
    }

    private static SequenceNetwork Network(int seed = 1) => new(
        new() { VocabularySize = 20, EmbeddingSize = 4, HiddenSize = 6, Bidirectional = true, OutputSize = 3 }, seed);
}
