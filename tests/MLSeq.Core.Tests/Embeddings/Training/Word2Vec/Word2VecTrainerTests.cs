using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class Word2VecTrainerTests
{
    public static TheoryData<Word2VecModel, Word2VecLoss> Kinds => TopicCorpus.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Words_that_keep_the_same_company_get_near_vectors(Word2VecModel model, Word2VecLoss loss)
    {
        var vectors = new Word2VecTrainer(new()
        {
            Model = model,
            Loss = loss,
            Dimensions = 13,
            Epochs = 20,
            Sample = 0,
            LearningRate = .1f,
            Threads = 2,
        }).Fit(TopicCorpus.Read(sentences: 600));

        // Two threads write the same vectors at once, so now and then a word of so small a corpus strays.
        TopicCorpus.AssertNeighboursShareTopics(vectors, strays: 2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Deterministic_training_gives_the_same_bits_with_any_number_of_threads(Word2VecModel model, Word2VecLoss loss)
    {
        var corpus = TopicCorpus.Read(sentences: 900);
        float[] Fit(int threads, int seed) => TopicCorpus.Values(new Word2VecTrainer(new()
        {
            Model = model,
            Loss = loss,
            Dimensions = 9,
            Epochs = 2,
            Threads = threads,
            Seed = seed,
            Deterministic = true,
        }).Fit(corpus));

        var first = Fit(threads: 1, seed: 4);
        Assert.Equal(first, Fit(threads: 3, seed: 4));
        Assert.NotEqual(first, Fit(threads: 1, seed: 5));
    }

    [Fact]
    public void Fit_gives_the_vectors_of_Train()
    {
        var corpus = TopicCorpus.Read(sentences: 100);
        var trainer = new Word2VecTrainer(new() { Dimensions = 17, Deterministic = true });
        var (fitted, state) = (trainer.Fit(corpus), trainer.Train(corpus));

        Assert.Equal(TopicCorpus.Values(state.Vectors), TopicCorpus.Values(fitted));
        Assert.Equal(corpus.Words, fitted.Words);
        Assert.Equal(corpus.Counts, fitted.Counts);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_vocabulary_of_one_or_two_words_trains(Word2VecModel model, Word2VecLoss loss)
    {
        foreach (var sentence in (string[][])[["a"], ["a", "a", "a", "a"], ["a", "b", "a", "b", "a"]])
        {
            var corpus = WordCorpus.FromSentences([sentence], new() { MinCount = 1 });
            var vectors = new Word2VecTrainer(new() { Model = model, Loss = loss, Dimensions = 5, Negatives = 7, Window = 20 }).Fit(corpus);
            Assert.Equal(sentence.Distinct().Count(), vectors.Count);
            Assert.All(TopicCorpus.Values(vectors), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void Sentences_of_one_word_leave_the_vectors_as_they_begin()
    {
        var corpus = WordCorpus.FromSentences(Enumerable.Repeat<string[]>(["a"], 50).Concat(Enumerable.Repeat<string[]>(["b"], 40)));
        float[] Fit(int epochs) => TopicCorpus.Values(new Word2VecTrainer(new() { Epochs = epochs, Dimensions = 30, Sample = 0 }).Fit(corpus));

        var vectors = Fit(1);
        Assert.Equal(vectors, Fit(5));
        Assert.All(vectors, value => Assert.InRange(value, -.5f / 30, .5f / 30));
        Assert.Equal(60, vectors.Distinct().Count());
    }

    [Theory]
    [InlineData(nameof(Word2VecOptions.Dimensions), 0)]
    [InlineData(nameof(Word2VecOptions.Window), 0)]
    [InlineData(nameof(Word2VecOptions.Negatives), 0)]
    [InlineData(nameof(Word2VecOptions.Epochs), 0)]
    [InlineData(nameof(Word2VecOptions.Threads), -1)]
    [InlineData(nameof(Word2VecOptions.Sample), -1e-3f)]
    [InlineData(nameof(Word2VecOptions.Sample), float.NaN)]
    [InlineData(nameof(Word2VecOptions.LearningRate), 0f)]
    [InlineData(nameof(Word2VecOptions.LearningRate), float.NaN)]
    [InlineData(nameof(Word2VecOptions.Model), (Word2VecModel)2)]
    [InlineData(nameof(Word2VecOptions.Loss), (Word2VecLoss)(-1))]
    public void An_option_out_of_range_is_named(string option, object value)
    {
        var options = new Word2VecOptions();
        typeof(Word2VecOptions).GetProperty(option)!.SetValue(options, value);
        var message = Assert.Throws<ArgumentException>(() => new Word2VecTrainer(options)).Message;
        Assert.StartsWith($"{option} is ", message, StringComparison.Ordinal);
        Assert.Contains("expected", message, StringComparison.Ordinal);
    }
}
