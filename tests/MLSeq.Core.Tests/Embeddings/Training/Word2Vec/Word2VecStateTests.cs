using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class Word2VecStateTests
{
    public static TheoryData<Word2VecModel, Word2VecLoss> Kinds => TopicCorpus.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_state_comes_back_from_its_file_and_goes_on_as_if_it_had_not_been_away(Word2VecModel model, Word2VecLoss loss)
    {
        using var folder = new TemporaryFolder();
        var trainer = new Word2VecTrainer(new() { Model = model, Loss = loss, Dimensions = 7, Deterministic = true });
        var state = trainer.Train(TopicCorpus.Read(sentences: 60));
        state.Save(folder["state"]);
        var loaded = Word2VecState.Load(folder["state"]);

        Assert.Equal((model, loss, 7), (loaded.Model, loaded.Loss, loaded.Dimensions));
        Assert.Equal(state.Words, loaded.Words);
        Assert.Equal(state.Counts, loaded.Counts);
        Assert.Equal(state.Matrices.Inputs.Span, loaded.Matrices.Inputs.Span);
        Assert.Equal(state.Matrices.Outputs.Span, loaded.Matrices.Outputs.Span);

        var more = Corpus("a0 a1 a2 new words a3", "new words are new");
        Assert.Equal(TopicCorpus.Values(trainer.Continue(state, more).Vectors), TopicCorpus.Values(trainer.Continue(loaded, more).Vectors));
        Assert.Equal(["state"], folder.Names);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void New_words_are_added_and_counts_add_up(Word2VecModel model, Word2VecLoss loss)
    {
        var trainer = new Word2VecTrainer(new() { Model = model, Loss = loss, Dimensions = 7, Deterministic = true, Sample = 0 });
        var state = trainer.Train(Corpus("x y x z", "x y"));
        Assert.Equal(["x", "y", "z"], state.Words);
        var before = TopicCorpus.Values(state.Vectors);
        var next = trainer.Continue(state, Corpus("z n z z n", "m z"));

        Assert.Equal(["z", "x", "n", "y", "m"], next.Words);
        Assert.Equal([5, 3, 2, 2, 1], next.Counts);
        Assert.Equal(before, TopicCorpus.Values(state.Vectors));

        // x and y are not in the new text: their vectors are the old ones, wherever their rows are now.
        Assert.Equal(state.Vectors.GetVector(0), next.Vectors.GetVector(1));
        Assert.Equal(state.Vectors.GetVector(1), next.Vectors.GetVector(3));
        Assert.NotEqual(state.Vectors.GetVector(2).ToArray(), next.Vectors.GetVector(0).ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void New_words_find_their_place_among_the_old_ones(Word2VecModel model, Word2VecLoss loss)
    {
        var options = new Word2VecOptions { Model = model, Loss = loss, Dimensions = 13, Epochs = 10, Sample = 0, LearningRate = .1f, Deterministic = true };
        var state = new Word2VecTrainer(options).Train(TopicCorpus.Read(sentences: 600));
        var next = new Word2VecTrainer(options).Continue(state, TopicCorpus.Read(sentences: 600, seed: 2, words: 9));

        Assert.Equal(27, next.Words.Count);
        TopicCorpus.AssertNeighboursShareTopics(next.Vectors);
    }

    [Fact]
    public void Going_on_with_other_options_is_an_error()
    {
        var corpus = TopicCorpus.Read(sentences: 20);
        var state = new Word2VecTrainer(new() { Dimensions = 4 }).Train(corpus);
        string Error(Word2VecOptions options) => Assert.Throws<ArgumentException>(() => new Word2VecTrainer(options).Continue(state, corpus)).Message;

        Assert.Equal("Dimensions is 5; expected 4, as the state has.", Error(new() { Dimensions = 5 }));
        Assert.Equal("Model is Cbow; expected SkipGram, as the state has.", Error(new() { Dimensions = 4, Model = Word2VecModel.Cbow }));
        Assert.Equal("Loss is Softmax; expected NegativeSampling, as the state has.", Error(new() { Dimensions = 4, Loss = Word2VecLoss.Softmax }));
    }

    [Fact]
    public void A_damaged_file_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder["state"];
        new Word2VecTrainer(new() { Dimensions = 2, Loss = Word2VecLoss.HierarchicalSoftmax }).Train(Corpus("x y x z", "x y")).Save(path);
        var bytes = File.ReadAllBytes(path);
        void AssertRefused(byte[] damaged)
        {
            File.WriteAllBytes(path, damaged);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Word2VecState.Load(path)).Message, StringComparison.Ordinal);
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            AssertRefused(bytes[..length]);
        }

        AssertRefused([.. bytes, 0]);

        // Behind the header of 21 + 4 bytes: model, loss, dimensions and number of words, four bytes each.
        foreach (var (position, value) in (ReadOnlySpan<(int, int)>)[(21, 2), (25, 2), (29, -1), (33, 3), (33, 65536), (37, int.MaxValue), (37, 2), (37, 0)])
        {
            byte[] damaged = [.. bytes];
            BitConverter.TryWriteBytes(damaged.AsSpan(position), value);
            AssertRefused(damaged);
        }

        byte[] infinite = [.. bytes];
        BitConverter.TryWriteBytes(infinite.AsSpan(bytes.Length - 4), float.PositiveInfinity);
        AssertRefused(infinite);
    }

    [Fact]
    public void No_file_of_that_name_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => Word2VecState.Load(folder["none"]));
    }

    private static WordCorpus Corpus(params string[] sentences) =>
        WordCorpus.FromSentences(sentences.Select(sentence => sentence.Split(' ')), new() { MinCount = 1 });
}
