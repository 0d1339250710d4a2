using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

public class LanguageModelTests
{
    private static readonly string[] Lines = ["the apple and pear salad", "a pair of shoes", "an apple a day", "the pear and the apple"];
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Lazy<LanguageModelTransformer> OfText = new(() => Trainer("Text", Options()).Fit(Data(Lines)));
    private static readonly Lazy<TransformerChain<LanguageModelTransformer>> OfIds = new(() => Ids().Append(Trainer("Ids", Options())).Fit(Data(Lines)));

    [Fact]
    public void A_column_of_text_is_learned_scored_and_gone_on_with()
    {
        var model = OfText.Value;
        Assert.Equal("the apple and pear salad", model.Generate("the apple", new() { Temperature = 0 }));
        Assert.Equal([" of", " shoes"], model.GenerateStream("a pair", new() { Temperature = 0 }));

        var scored = model.Transform(Data("the apple and pear salad", "the apple and pair salad", ""));

        var logProbabilities = scored.GetColumn<float>("LogProbability").ToArray();
        Assert.True(logProbabilities[0] > logProbabilities[1] + 1);
        Assert.Equal((float)model.Model.LogProbability(""), logProbabilities[2]);
        Assert.Equal((float)model.Model.Perplexity("the apple and pair salad"), scored.GetColumn<float>("Perplexity").ElementAt(1));
    }

    [Fact]
    public void A_column_of_ids_is_learned_scored_and_gone_on_with()
    {
        var model = OfIds.Value.LastTransformer;
        Assert.Equal("the apple and pear salad", model.Generate("the apple", new() { Temperature = 0 }));
        Assert.Equal(11 + 3, model.Model.Vocabulary.Count);

        var scored = OfIds.Value.Transform(Data("the apple and pear salad", "the apple and plum salad", ""));

        Assert.Equal(
            new[] { "the apple and pear salad", "the apple and plum salad", "" }.Select(t => (float)model.Model.LogProbability(t)),
            scored.GetColumn<float>("LogProbability"));
    }

    [Fact]
    public void Continuous_text_goes_on_from_line_to_line()
    {
        var options = Options();
        options.ContinuousText = true;
        options.BatchSize = 1;
        options.Steps = 6;
        options.TieEmbeddings = true;
        options.EmbeddingSize = options.HiddenSize;
        var model = Trainer("Text", options).Fit(Data(Lines));

        Assert.Equal(string.Join('\n', Lines), model.Generate("the apple and pear", new() { Temperature = 0, MaxTokens = 17 }));
    }

    [Theory]
    [InlineData("LogProbability")]
    [InlineData("Perplexity")]
    public void A_fresh_process_loads_the_model_and_scores_the_same(string column)
    {
        FreshProcess.AssertLoadsAndGivesTheSame(Context, OfText.Value, Data(Lines).Schema, Lines, column);
        FreshProcess.AssertLoadsAndGivesTheSame(Context, OfIds.Value, Data(Lines).Schema, Lines, column);
    }

    [Fact]
    public void A_loaded_model_generates_the_same()
    {
        using var folder = new TemporaryFolder();
        Context.Model.Save(OfText.Value, Data(Lines).Schema, folder["model.zip"]);

        var loaded = Context.Model.Load(folder["model.zip"], out _);

        var model = Assert.IsType<LanguageModelTransformer>(FreshProcess.Stages(loaded).Single());
        Assert.Equal(OfText.Value.Generate("the", new() { Seed = 5 }), model.Generate("the", new() { Seed = 5 }));
    }

    [Fact]
    public void Damaged_models_are_refused()
    {
        var error = Saving.SavedModel.LoadChanged(Context, OfText.Value, Data(Lines).Schema, "MLSeqLanguageModel", bytes =>
        {
            bytes.AsSpan(bytes.AsSpan().LastIndexOf("MLSQ"u8), 16).Fill(0xff);
            return bytes;
        });
        Assert.IsType<InvalidDataException>(error);
        error = Saving.SavedModel.LoadChanged(Context, OfText.Value, Data(Lines).Schema, "MLSeqLanguageModel", bytes =>
        {
            // The number of keys stands before the model's header, which starts with its length.
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().IndexOf("MLSeq.LanguageModel"u8) - 5), 1_000_000);
            return bytes;
        });
        Assert.Contains("1000000 keys", Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, SequenceOnnxInput.Text)]
    [InlineData(true, SequenceOnnxInput.Text)]
    [InlineData(true, SequenceOnnxInput.Ids)]
    public void Exported_columns_are_the_engines(bool isOverIds, SequenceOnnxInput input)
    {
        using var folder = new TemporaryFolder();
        ITransformer model = isOverIds ? OfIds.Value : OfText.Value;
        string[] texts = [.. Lines, "", "the plum", "salad"];
        var data = Data(texts);
        Context.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"], new() { Input = input });
        var source = input == SequenceOnnxInput.Ids ? Ids().Fit(Data(Lines)).Transform(data) : data;

        var scored = Context.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(source).Transform(source);

        foreach (var column in new[] { "LogProbability", "Perplexity" })
        {
            var expected = model.Transform(data).GetColumn<float>(column).ToArray();
            var found = scored.GetColumn<float>(column).ToArray();
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-4 * Math.Max(1, Math.Abs(p.First))));
        }
    }

    [Fact]
    public void A_tokenizer_without_graph_makes_the_export_fail_by_name()
    {
        var options = Options(epochs: 1);
        options.Tokenizer = Tokenizers.Characters();
        var model = Trainer("Text", options).Fit(Data(Lines));
        using var folder = new TemporaryFolder();

        var error = Assert.ThrowsAny<NotSupportedException>(() => Context.Model.SaveAsOnnx(model, Data(Lines).Schema, folder["model.onnx"]));

        Assert.Contains("character", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));
        model.SaveGeneratorAsOnnx(folder["step.onnx"]);
        Assert.True(new FileInfo(folder["step.onnx"]).Length > 1000);
    }

    [Theory]
    [InlineData("Txt", "no feature column 'Txt'")]
    [InlineData("Number", "feature column 'Number'")]
    [InlineData("Frames", "feature column 'Frames'")]
    public void A_missing_or_wrong_column_is_named(string column, string expected)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Trainer(column, Options()).Fit(Data(Lines)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_another_vocabulary_are_refused()
    {
        var other = Ids().Fit(Data("completely different words")).Transform(Data("different words"));
        var error = Assert.ThrowsAny<ArgumentException>(() => OfIds.Value.LastTransformer.Transform(other));
        Assert.Contains("'Ids'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(LanguageModelOptions.Steps), 0)]
    [InlineData(nameof(LanguageModelOptions.Softmax), (SoftmaxKind)9)]
    [InlineData(nameof(LanguageModelOptions.Samples), 0)]
    [InlineData(nameof(LanguageModelOptions.HiddenSize), 0)]
    [InlineData(nameof(LanguageModelOptions.TieEmbeddings), true)]
    [InlineData(nameof(LanguageModelOptions.Epochs), 0)]
    public void A_bad_option_is_named_when_the_trainer_is_made(string option, object value)
    {
        // The embedding is not as wide as the last layer, so it cannot be tied.
        var options = new LanguageModelOptions { EmbeddingSize = 7 };
        typeof(LanguageModelOptions).GetProperty(option)!.SetValue(options, value);
        var error = Assert.Throws<ArgumentException>(() => Trainer("Text", options));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_data_of_its_own_decides_the_best_epoch()
    {
        var model = Trainer("Text", Options(epochs: 2)).Fit(Data(Lines), Data("the pear", "a salad"));
        Assert.All(model.Model.History!.Epochs, e => Assert.NotNull(e.ValidationLoss));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_reading_of_texts_can_be_cancelled(bool continuous)
    {
        using var cancellation = new CancellationTokenSource();
        var options = Options();
        options.ContinuousText = continuous;
        options.CancellationToken = cancellation.Token;
        var read = 0;
        IEnumerable<Document> Endless()
        {
            while (true)
            {
                if (++read == 10)
                {
                    cancellation.Cancel();
                }

                Assert.True(read < 1000, "Nobody listens.");
                yield return new Document { Text = "the pear", Label = "" };
            }
        }

        Assert.Throws<OperationCanceledException>(() => Trainer("Text", options).Fit(Context.Data.LoadFromEnumerable(Endless())));
    }

    [Fact]
    public void Validation_data_of_another_kind_is_named()
    {
        var texts = Data(Lines);
        var ids = Context.Transforms.CopyColumns("Text", "Ids").Fit(Ids().Fit(texts).Transform(texts)).Transform(Ids().Fit(texts).Transform(texts));
        var other = Ids().Fit(Data([.. Lines.Select(line => line.Replace("shoes", "boots", StringComparison.Ordinal))])).Transform(texts);

        void Refused(string expected, string column, IDataView train, IDataView validation)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(column, Options(epochs: 1)).Fit(train, validation));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }

        Refused("validation column 'Text' is Vector<Key<UInt32", "Text", texts, ids);
        Refused("validation column 'Text' is String; expected Vector<Key<UInt32", "Text", ids, texts);
        Refused("validation column 'Ids' is keys for other values", "Ids", ids, other);
    }

    private static LanguageModelOptions Options(int epochs = 120) => new()
    {
        EmbeddingSize = 12,
        HiddenSize = 24,
        Epochs = epochs,
        BatchSize = 4,
        LearningRate = 0.02f,
        ValidationFraction = 0,
        Threads = 1,
        Seed = 1,
    };

    private static LanguageModelEstimator Trainer(string column, LanguageModelOptions options) =>
        Context.Sequences().Trainers.LanguageModel(column, options);

    private static EstimatorChain<TokenIdMappingTransformer> Ids() =>
        Context.Transforms.Text.TokenizeSequence("Tokens", "Text").Append(Context.Transforms.Text.MapTokensToIds("Ids", "Tokens"));

    private static IDataView Data(params string[] texts) =>
        Context.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text, Label = "" }));
}
