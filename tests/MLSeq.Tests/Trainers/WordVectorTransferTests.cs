using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLSeq.Embeddings;
using MLSeq.Text;

namespace MLSeq.Tests.Trainers;

public class WordVectorTransferTests
{
    private const int Dimensions = 10;
    private const int WordsOfClass = 40;

    private static readonly string[] Classes = ["sport", "economy", "weather"];

    /// <summary>Words of one class lie near each other, as in vectors that were trained on much text; common words lie anywhere.</summary>
    private static readonly WordVectors Vectors = MakeVectors();

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Word_vectors_carry_over_to_words_that_training_never_saw(bool freeze)
    {
        // A dozen labelled sentences of a few words; the test's words of the classes are all others.
        var train = _ml.Data.LoadFromEnumerable(Documents(12, words: 0..10, seed: 1));
        var test = _ml.Data.LoadFromEnumerable(Documents(150, words: 10..WordsOfClass, seed: 2));
        var plain = Accuracy(Options(options => options.EmbeddingSize = Dimensions));
        var transferred = Accuracy(Options(options => (options.WordVectors, options.FreezeWordVectors) = (Vectors, freeze)));
        Assert.True(plain < 0.6, $"accuracy {plain} without vectors");
        Assert.True(transferred > 0.85, $"accuracy {transferred} with vectors, {plain} without");

        double Accuracy(SequenceClassifierOptions options) =>
            _ml.MulticlassClassification.Evaluate(Pipeline(options).Fit(train).Transform(test)).MicroAccuracy;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_embedding_starts_from_the_vectors_and_stays_there_where_frozen(bool freeze)
    {
        var data = _ml.Data.LoadFromEnumerable(Documents(12, words: 0..10, seed: 1));
        var options = Options(options => (options.WordVectors, options.FreezeWordVectors, options.Epochs) = (Vectors, freeze, 2));
        var transformer = FreshProcess.Stages(Pipeline(options).Fit(data)).OfType<SequenceMulticlassTransformer>().Single();
        Assert.Equal(Dimensions, transformer.Model.Network.Options.EmbeddingSize);
        var table = transformer.Model.Network.Parameters.Single(parameter => parameter.Name == "embedding.table");
        Assert.Equal(freeze, Enumerable.Range(0, 10).All(i => IsSame($"sport{i}")));
        Assert.All(Enumerable.Range(10, WordsOfClass - 10), i => Assert.True(IsSame($"sport{i}")));

        bool IsSame(string word)
        {
            var index = Vectors.IndexOf(word);
            return Vectors.GetVector(index).SequenceEqual(table.Values.Slice((index + 1) * Dimensions, Dimensions));
        }
    }

    [Fact]
    public void Binary_and_regression_learners_take_them_too_and_the_log_says_how_many_words_have_one()
    {
        var lines = new List<string>();
        _ml.Log += (_, e) => { lock (lines) { lines.Add(e.RawMessage); } };
        var data = SampleData.Ids(_ml).Fit(SampleData.View(_ml, 60)).Transform(SampleData.View(_ml, 60));
        var vectors = Embeddings.SampleVectors.Vectors;
        var binary = new SequenceClassifierOptions { WordVectors = vectors, FreezeWordVectors = true, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 };
        var regressor = new SequenceRegressorOptions { WordVectors = vectors, FreezeWordVectors = true, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 };
        SequencePredictionTransformer[] models =
        [
            _ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", binary).Fit(data),
            _ml.Regression.Trainers.SequenceRegressor("Number", "Ids", regressor).Fit(data),
        ];
        VBuffer<ReadOnlyMemory<char>> words = default;
        data.Schema["Ids"].GetKeyValues(ref words);
        var goal = words.DenseValues().ToList().FindIndex(word => word.ToString() == "goal");
        Assert.All(models, model => Assert.True(vectors.GetVector(vectors.IndexOf("goal")).SequenceEqual(
            model.Model.Network.Parameters[0].Values.Slice((goal + 1) * vectors.Dimensions, vectors.Dimensions))));
        Assert.Equal(2, lines.Count(line => line == $"15 of {words.Length} words have a word vector."));
    }

    [Fact]
    public void Vectors_survive_in_the_saved_weights_alone()
    {
        var data = _ml.Data.LoadFromEnumerable(Documents(12, words: 0..10, seed: 1));
        var model = Pipeline(Options(options => (options.WordVectors, options.Epochs) = (Vectors, 2))).Fit(data);
        FreshProcess.AssertLoadsAndScoresTheSame(_ml, model, data.Schema, ["sport12 of economy30", "", "nothing known"]);
    }

    [Fact]
    public void Options_that_do_not_fit_the_vectors_are_named()
    {
        AssertNamed("EmbeddingSize is 12, but the WordVectors have 10 dimensions", options => (options.WordVectors, options.EmbeddingSize) = (Vectors, 12));
        AssertNamed("FreezeWordVectors is true, but there are no WordVectors", options => options.FreezeWordVectors = true);
        AssertNamed("WordVectors are given, but FrameSize is 3", options => (options.WordVectors, options.FrameSize) = (Vectors, 3));
        Assert.Equal(100, new SequenceClassifierOptions().EmbeddingSize);
        Assert.Equal(Dimensions, new SequenceClassifierOptions { WordVectors = Vectors }.EmbeddingSize);
        Pipeline(Options(options => (options.WordVectors, options.EmbeddingSize) = (Vectors, Dimensions)));

        void AssertNamed(string expected, Action<SequenceClassifierOptions> change) => Assert.Contains(
            expected, Assert.Throws<ArgumentException>(() => Pipeline(Options(change))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_that_no_vector_fits_are_refused_by_name()
    {
        var options = Options(options => options.WordVectors = Vectors);
        var foreign = Assert.Throws<InvalidOperationException>(() => SampleData.Multiclass(_ml, options).Fit(SampleData.View(_ml, 30)));
        Assert.Contains("feature column 'Ids'", foreign.Message, StringComparison.Ordinal);
        Assert.Contains("'sport0'", foreign.Message, StringComparison.Ordinal);

        var data = _ml.Data.LoadFromEnumerable([new Keys { Class = 0, Ids = [1, 2] }, new Keys { Class = 1, Ids = [2, 2] }]);
        var bare = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.MulticlassClassification.Trainers.SequenceClassifier("Class", "Ids", options).Fit(data));
        Assert.Contains("feature column 'Ids' is Vector<Key<UInt32, 0-8>>", bare.Message, StringComparison.Ordinal);
    }

    private EstimatorChain<KeyToValueMappingTransformer> Pipeline(SequenceClassifierOptions options) =>
        _ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words())
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens(Vectors.Words)))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", options))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    private static SequenceClassifierOptions Options(Action<SequenceClassifierOptions> change)
    {
        var options = new SequenceClassifierOptions
        {
            HiddenSize = 16,
            Pooling = MLSeq.Networks.SequencePooling.Mean,
            Epochs = 40,
            BatchSize = 4,
            LearningRate = 0.01f,
            ValidationFraction = 0,
            Threads = 1,
            Seed = 1,
        };
        change(options);
        return options;
    }

    private static IEnumerable<Document> Documents(int count, Range words, int seed)
    {
        var random = new Random(seed);
        var (start, length) = words.GetOffsetAndLength(WordsOfClass);
        return [.. Enumerable.Range(0, count).Select(i => new Document
        {
            Label = Classes[i % 3],
            Text = string.Join(' ', Enumerable.Range(0, 8).Select(place =>
                place % 2 == 0 ? $"{Classes[i % 3]}{start + random.Next(length)}" : $"common{random.Next(20)}")),
        })];
    }

    private static WordVectors MakeVectors()
    {
        var random = new Random(5);
        List<string> words = [];
        List<float> values = [];
        foreach (var name in Classes)
        {
            float[] centre = [.. Enumerable.Range(0, Dimensions).Select(_ => Noise())];
            for (var i = 0; i < WordsOfClass; i++)
            {
                words.Add($"{name}{i}");
                values.AddRange(centre.Select(value => value + (0.3f * Noise())));
            }
        }

        for (var i = 0; i < 20; i++)
        {
            words.Add($"common{i}");
            values.AddRange(Enumerable.Range(0, Dimensions).Select(_ => 0.5f * Noise()));
        }

        return new(words, Dimensions, values.ToArray());

        float Noise() => (random.NextSingle() * 2) - 1;
    }

    private sealed class Keys
    {
        [KeyType(2)]
        public uint Class { get; set; }

        [KeyType(9)]
        public uint[] Ids { get; set; } = [];
    }
}
