using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings;

/// <summary>Word vectors that are trained in a pipeline.</summary>
public class TrainWordVectorsTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>What trains, by name.</summary>
    public static TheoryData<string> Algorithms { get; } = new("Word2Vec", "GloVe", "FastText");

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Words_that_stand_in_the_same_texts_come_to_lie_near_each_other(string algorithm)
    {
        var data = SampleData.View(_ml, 1500);
        var vectors = Transformer(Pipeline(_ml, algorithm).Fit(data)).Vectors;
        Assert.Equal(12, vectors.Dimensions);
        Assert.True(Mean("goal", ["match", "team", "coach"]) > Mean("goal", ["bank", "price", "trade", "rain", "wind", "storm"]) + 0.1);
        Assert.True(Mean("rain", ["wind", "storm", "cloud"]) > Mean("rain", ["bank", "price", "trade", "match", "team"]) + 0.1);

        double Mean(string word, string[] others) => others.Average(other => vectors.Similarity(word, other));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Keys_train_the_same_vectors_as_their_words(string algorithm)
    {
        var data = SampleData.Ids(_ml).Fit(SampleData.View(_ml, 200)).Transform(SampleData.View(_ml, 200));
        var ofTokens = Train(_ml, algorithm, "Tokens", seed: 3).Fit(data);
        var ofIds = Train(_ml, algorithm, "Ids", seed: 3).Fit(data);
        Assert.Equal(ofTokens.Transform(data).GetColumn<float[]>("Vectors"), ofIds.Transform(data).GetColumn<float[]>("Vectors"));
        Assert.Equal(ofTokens.Vectors.Counts, ofIds.Vectors.Counts);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_context_seed_decides_the_vectors(string algorithm)
    {
        Assert.Equal(Vectors(5, null), Vectors(5, null));
        Assert.NotEqual(Vectors(5, null), Vectors(6, null));
        Assert.Equal(Vectors(5, 3), Vectors(6, 3));

        List<float[]> Vectors(int contextSeed, int? seed)
        {
            var ml = new MLContext(contextSeed);
            var data = SampleData.View(ml, 100);
            return [.. Pipeline(ml, algorithm, seed: seed).Fit(data).Transform(data).GetColumn<float[]>("Vectors")];
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Counts_go_with_the_vectors_into_weights_and_through_a_saved_model(string algorithm)
    {
        var data = SampleData.View(_ml, 200);
        var model = Pipeline(_ml, algorithm, WordVectorOutput.SmoothInverseFrequency).Fit(data);
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, data.Schema, folder["model.zip"]);
        var loaded = new MLContext().Model.Load(folder["model.zip"], out _);
        var test = _ml.Data.LoadFromEnumerable(SampleVectors.Documents);
        Assert.Equal(model.Transform(test).GetColumn<float[]>("Vectors"), loaded.Transform(test).GetColumn<float[]>("Vectors"));
        var (vectors, words) = (Transformer(model).Vectors, data.GetColumn<string>("Text").SelectMany(text => text.Split(' ')).ToList());
        Assert.Equal(words.Count(word => word == "goal"), vectors.Counts![vectors.IndexOf("goal")]);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Options_choose_the_words(string algorithm)
    {
        var data = _ml.Data.LoadFromEnumerable([new Document { Text = "a b a b c" }, new Document { Text = "a b a d d" }]);
        Assert.Equal(["a", "b"], Words(minCount: 3, maxWords: null));
        Assert.Equal(["a", "b", "d"], Words(minCount: 1, maxWords: 3));

        IEnumerable<string> Words(int minCount, int? maxWords) =>
            Transformer(Pipeline(_ml, algorithm, minCount: minCount, maxWords: maxWords).Fit(data)).Vectors.Words;
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Progress_reaches_the_log_and_the_caller(string algorithm)
    {
        var lines = new List<string>();
        _ml.Log += (_, e) => { lock (lines) { lines.Add(e.RawMessage); } };
        var progress = new ProgressList();
        Pipeline(_ml, algorithm, progress: progress).Fit(SampleData.View(_ml, 300));
        Assert.Contains(lines, line => line.Contains("words with a vector each", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("words/s", StringComparison.Ordinal));
        Assert.NotEmpty(progress.Seen);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Training_is_cancelled(string algorithm)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var estimator = Pipeline(_ml, algorithm, cancellationToken: source.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(SampleData.View(_ml, 50)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Data_without_frequent_words_are_refused_by_column(string algorithm)
    {
        var none = Assert.Throws<InvalidOperationException>(() => Pipeline(_ml, algorithm).Fit(_ml.Data.LoadFromEnumerable([new Document { Text = "" }])));
        Assert.Contains("no word vectors for column 'Vectors' from column 'Tokens'", none.Message, StringComparison.Ordinal);
        var rare = Assert.Throws<InvalidOperationException>(
            () => Pipeline(_ml, algorithm, minCount: 50).Fit(_ml.Data.LoadFromEnumerable([new Document { Text = "a few words" }])));
        Assert.Contains("MinCount", rare.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Options_out_of_range_are_named_when_the_estimator_is_made(string algorithm)
    {
        AssertNamed("MinCount is 0", () => Train(_ml, algorithm, "Tokens", minCount: 0));
        AssertNamed("MaxWords is 0", () => Train(_ml, algorithm, "Tokens", maxWords: 0));
        AssertNamed("Dimensions is -1", () => Train(_ml, algorithm, "Tokens", dimensions: -1));
        AssertNamed("Output is 9", () => Train(_ml, algorithm, "Tokens", (WordVectorOutput)9));

        static void AssertNamed(string expected, Func<object> make) =>
            Assert.Contains(expected, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FastText_gives_unknown_words_the_vectors_of_their_subwords_unless_told_otherwise()
    {
        var data = SampleData.View(_ml, 200);
        var model = Pipeline(_ml, "FastText").Fit(data);
        Assert.Equal(UnknownWords.Subwords, Transformer(model).UnknownWords);
        var test = _ml.Data.LoadFromEnumerable([new Document { Text = "goalmatch" }, new Document { Text = "goalmatch goal" }]);
        var rows = model.Transform(test).GetColumn<float[]>("Vectors").ToList();
        var vectors = Transformer(model).Vectors;
        Assert.Equal(vectors["goalmatch"].Span, rows[0]);
        Assert.All(rows[1].Select((value, i) => (value, (vectors["goalmatch"].Span[i] + vectors["goal"].Span[i]) / 2)), pair => Assert.Equal(pair.Item2, pair.value, 1e-6));

        // Through a saved model, and left out where that is asked for.
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, data.Schema, folder["model.zip"]);
        Assert.Equal(rows, new MLContext().Model.Load(folder["model.zip"], out _).Transform(test).GetColumn<float[]>("Vectors"));
        var skipping = SampleVectors.Tokens(_ml)
            .Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", vectors, new() { UnknownWords = UnknownWords.Skip })).Fit(data);
        Assert.Equal(vectors["goal"].Span, skipping.Transform(test).GetColumn<float[]>("Vectors").Last());
    }

    [Fact]
    public void A_file_of_vectors_is_applied_and_a_missing_one_is_named()
    {
        using var folder = new TemporaryFolder();
        SampleVectors.Vectors.Save(folder["vectors.bin"], WordVectorFormat.Word2Vec);
        var data = _ml.Data.LoadFromEnumerable(SampleVectors.Documents);
        var ofFile = SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", folder["vectors.bin"])).Fit(data);
        var given = SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors)).Fit(data);
        Assert.Equal(given.Transform(data).GetColumn<float[]>("Vectors"), ofFile.Transform(data).GetColumn<float[]>("Vectors"));
        var error = Assert.Throws<FileNotFoundException>(() => _ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", folder["none.bin"]));
        Assert.Contains("none.bin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_taken_as_they_are_when_the_estimator_is_made()
    {
        var options = new GloVeEstimatorOptions { MinCount = 1, Training = { Dimensions = 4, Epochs = 1, Threads = 1 } };
        var pipeline = SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.GloVe("Vectors", "Tokens", options));
        (options.Output, options.Training.Dimensions, options.MinCount) = (WordVectorOutput.MinMeanMax, 8, 1000);
        var transformer = Transformer(pipeline.Fit(SampleData.View(_ml, 50)));
        Assert.Equal((WordVectorOutput.Mean, 4), (transformer.Output, transformer.Vectors.Dimensions));
        Assert.Null(options.Training.Progress);
    }

    private static EstimatorChain<WordVectorTransformer> Pipeline(
        MLContext ml, string algorithm, WordVectorOutput output = WordVectorOutput.Mean, int minCount = 2, int? maxWords = null, int? seed = null,
        IProgress<WordVectorProgress>? progress = null, CancellationToken cancellationToken = default) =>
        SampleVectors.Tokens(ml).Append(Train(ml, algorithm, "Tokens", output, minCount, maxWords, seed, 12, progress, cancellationToken));

    private static WordVectorEstimator Train(
        MLContext ml, string algorithm, string column, WordVectorOutput output = WordVectorOutput.Mean, int minCount = 2, int? maxWords = null,
        int? seed = null, int dimensions = 12, IProgress<WordVectorProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        return algorithm switch
        {
            "Word2Vec" => ml.Transforms.Text.Word2Vec(
                "Vectors", column, Set(new Word2VecEstimatorOptions { Training = { Epochs = 5, Sample = 0, Deterministic = true } }, options => options.Training)),
            "GloVe" => ml.Transforms.Text.GloVe("Vectors", column, Set(new GloVeEstimatorOptions { Training = { Epochs = 20 } }, options => options.Training)),
            "FastText" => ml.Transforms.Text.FastText(
                "Vectors", column, Set(new FastTextEstimatorOptions { Training = { Buckets = 1000, Sample = 1, Deterministic = true } }, options => options.Training)),
            _ => throw new ArgumentException(algorithm),
        };

        TOptions Set<TOptions, TTraining>(TOptions options, Func<TOptions, TTraining> training)
            where TOptions : WordVectorTrainingOptions<TTraining>
            where TTraining : WordVectorTrainerOptions, new()
        {
            (options.Output, options.MinCount, options.MaxWords, options.Seed) = (output, minCount, maxWords, seed);
            (options.Progress, options.CancellationToken) = (progress, cancellationToken);
            (training(options).Dimensions, training(options).Threads) = (dimensions, 1);
            return options;
        }
    }

    private static WordVectorTransformer Transformer(ITransformer model) => FreshProcess.Stages(model).OfType<WordVectorTransformer>().Single();

    private sealed class ProgressList : IProgress<WordVectorProgress>
    {
        public List<WordVectorProgress> Seen { get; } = [];

        public void Report(WordVectorProgress value)
        {
            lock (Seen)
            {
                Seen.Add(value);
            }
        }
    }
}
