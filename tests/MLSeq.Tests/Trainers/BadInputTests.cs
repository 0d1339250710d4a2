using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Text;

namespace MLSeq.Tests.Trainers;

/// <summary>What cannot be learned from is refused before training starts, by an error that names it.</summary>
public class BadInputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData("Class", "Label column 'Class'")]
    [InlineData("IsFirst", "label column 'IsFirst'")]
    [InlineData("Number", "label column 'Number'")]
    public void Empty_data(string label, string named)
    {
        var error = Refused<InvalidOperationException>(label, []);
        Assert.Contains("training data is empty", error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("feature column 'Ids'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Class")]
    [InlineData("IsFirst")]
    [InlineData("Number")]
    public void A_missing_label_column(string label)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(label, "Lable").Fit(Ids(SampleData.Documents(5)))).Message;
        Assert.Contains("no label column 'Lable'", error, StringComparison.Ordinal);
        Assert.Contains(label, error, StringComparison.Ordinal); // among the columns that there are
    }

    [Theory]
    [InlineData("Class", "'Text' is String; expected a key")]
    [InlineData("IsFirst", "'Text' is String; expected Boolean")]
    [InlineData("Number", "'Text' is String; expected Single")]
    public void A_label_of_the_wrong_type(string label, string expected)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(label, "Text").Fit(Ids(SampleData.Documents(5))));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nothing", "no feature column 'Nothing'")]
    [InlineData("Tokens", "'Tokens' is Vector of String; expected Vector of Key<UInt32>")]
    [InlineData("Number", "'Number' is Single; expected Vector of Key<UInt32>")]
    [InlineData("Frames", "option FrameSize is 0")]
    public void Features_that_are_missing_or_of_the_wrong_type(string feature, string expected)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer("Class", features: feature).Fit(Ids(SampleData.Documents(5))));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_where_frames_are_expected()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Trainer("Class", change: options => options.FrameSize = 2).Fit(Ids(SampleData.Documents(5))));
        Assert.Contains("expected Vector of Single, since option FrameSize is 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_are_all_missing()
    {
        Assert.Contains("'Class' is missing in all 6 rows", Refused<InvalidOperationException>("Class", Documents(document => document.Label = "unheard of")), StringComparison.Ordinal);
        Assert.Contains("'Number' is missing in all 6 rows", Refused<InvalidOperationException>("Number", Documents(document => document.Number = float.NaN)), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_one_class()
    {
        var multiclass = Refused<InvalidOperationException>("Class", Documents(document => document.Label = "economy"));
        Assert.Contains("'Class' holds one class only, 'economy', in all 6", multiclass, StringComparison.Ordinal);
        var binary = Refused<InvalidOperationException>("IsFirst", Documents(document => document.IsFirst = true));
        Assert.Contains("'IsFirst' holds one class only, 'True', in all 6", binary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_target_that_is_infinite(float value)
    {
        var documents = Documents(_ => { });
        documents[3].Number = value;
        Assert.Contains("Row 3: label column 'Number' has ", Refused<InvalidOperationException>("Number", documents), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Class", float.NaN)]
    [InlineData("IsFirst", float.PositiveInfinity)]
    [InlineData("Number", float.NaN)]
    [InlineData("Number", -1f)]
    public void A_weight_that_is_no_weight(string label, float value)
    {
        var documents = Documents(_ => { });
        documents[4].Weight = value;
        var error = Refused<InvalidOperationException>(label, documents, options => options.ExampleWeightColumnName = "Weight");
        Assert.Contains("Row 4: weight column 'Weight' has ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_all_zero()
    {
        var error = Refused<InvalidOperationException>(
            "Class", Documents(document => document.Weight = 0), options => options.ExampleWeightColumnName = "Weight");
        Assert.Contains("Weight column 'Weight' is 0 in all 6", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nothing", "no weight column 'Nothing'")]
    [InlineData("Text", "weight column 'Text' is String; expected Single")]
    public void A_weight_column_that_is_missing_or_of_the_wrong_type(string weight, string expected)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Trainer("Class", change: options => options.ExampleWeightColumnName = weight).Fit(Ids(SampleData.Documents(5))));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Frames_that_are_no_numbers(float value)
    {
        var documents = Documents(_ => { });
        documents[2].Frames[3] = value;
        var error = Refused<InvalidOperationException>("Class", documents, options => options.FrameSize = 2, "Frames");
        Assert.Contains("Row 2: column 'Frames' has ", error, StringComparison.Ordinal);
        Assert.Contains("in frame 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_that_are_cut_off()
    {
        var documents = Documents(_ => { });
        documents[1].Frames = [1, 2, 3];
        var error = Refused<InvalidOperationException>("Class", documents, options => options.FrameSize = 2, "Frames");
        Assert.Contains("Row 1: column 'Frames' has 3 values; expected a multiple of the frame size 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_more_values_than_there_can_be_classes_or_tokens()
    {
        var data = _ml.Data.LoadFromEnumerable([new ManyKeys { Class = 1, Ids = [1, 2] }, new ManyKeys { Class = 2, IsFirst = true, Ids = [2] }]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer("Class").Fit(data)).Message;
        Assert.Contains("'Class' is Key<UInt32", error, StringComparison.Ordinal);
        Assert.Contains("expected keys of at most 1048576 values", error, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer("IsFirst", features: "Tokens").Fit(data)).Message;
        Assert.Contains("feature column 'Tokens' is Vector<Key<UInt32", error, StringComparison.Ordinal);
        Assert.Contains("expected keys of at most 16777215 values", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_data_that_does_not_fit_the_training_data()
    {
        var train = Ids(SampleData.Documents(30));
        var trainer = _ml.MulticlassClassification.Trainers.SequenceClassifier("Class", "Ids", SampleData.SmallNetwork(1));

        var other = _ml.Transforms.Conversion.MapValueToKey("Class", "Label").Fit(train).Transform(train);
        Assert.NotEqual(SampleData.Labels, SampleData.Documents(30).Select(document => document.Label!).Distinct());
        var labels = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(train, other));
        Assert.Contains("validation column 'Class' is keys for other values", labels.Message, StringComparison.Ordinal);

        var words = _ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new() { MaxSize = 3 }).Fit(train).Transform(train);
        var features = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(train, words));
        Assert.Contains("validation column 'Ids'", features.Message, StringComparison.Ordinal);

        // As many keys, for the same words in another order.
        var order = _ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens(Enumerable.Reverse(Words(train)))).Fit(train).Transform(train);
        Assert.Equal(train.Schema["Ids"].Type, order.Schema["Ids"].Type);
        features = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(train, order));
        Assert.Contains("validation column 'Ids' is keys for other values", features.Message, StringComparison.Ordinal);

        Assert.Contains("empty", Assert.Throws<InvalidOperationException>(() => trainer.Fit(train, Ids([]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named_when_the_trainer_is_made()
    {
        AssertNamed("Epochs is 0", options => options.Epochs = 0);
        AssertNamed("BatchSize is -1", options => options.BatchSize = -1);
        AssertNamed("HiddenSize is 0", options => options.HiddenSize = 0);
        AssertNamed("EmbeddingSize is 0", options => options.EmbeddingSize = 0);
        AssertNamed("LearningRate is NaN", options => options.LearningRate = float.NaN);
        AssertNamed("Decay is 2", options => options.Decay = 2);
        AssertNamed("Dropout is 1", options => options.Dropout = 1);
        AssertNamed("FrameSize is -2", options => options.FrameSize = -2);
        AssertNamed("ValidationFraction is 1", options => options.ValidationFraction = 1);

        void AssertNamed(string expected, Action<SequenceLearnerOptions> change) =>
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => Trainer("Class", change: change)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_of_another_vocabulary_than_in_training()
    {
        var train = Ids(SampleData.Documents(30));
        var model = Trainer("IsFirst").Fit(train);
        var other = _ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new() { MaxSize = 3 }).Fit(train).Transform(train);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(other)).Message;
        Assert.Contains("feature column 'Ids' is Vector<Key<UInt32, 0-2>>", error, StringComparison.Ordinal);
        Assert.Contains("as in training", error, StringComparison.Ordinal);
    }

    private static string[] Words(IDataView data)
    {
        VBuffer<ReadOnlyMemory<char>> words = default;
        data.Schema["Ids"].GetKeyValues(ref words);
        return [.. words.DenseValues().Select(word => word.ToString())];
    }

    /// <summary>Six documents of all classes, changed.</summary>
    private static Document[] Documents(Action<Document> change)
    {
        var documents = SampleData.Labels.Concat(SampleData.Labels).Select((label, i) => new Document
        {
            Text = "the match today",
            Label = label,
            IsFirst = i % 3 == 0,
            Number = i,
            Frames = [1, 2, 3, 4],
        }).ToArray();
        Array.ForEach(documents, change);
        return documents;
    }

    /// <summary>Trains and gives the message of the error that came before any progress.</summary>
    private string Refused<TException>(
        string label, IReadOnlyList<Document> documents, Action<SequenceLearnerOptions>? change = null, string features = "Ids")
        where TException : Exception
    {
        var progress = new ProgressRecorder();
        var trainer = Trainer(label, label, features, options =>
        {
            options.Progress = progress;
            change?.Invoke(options);
        });
        var error = Assert.Throws<TException>(() => trainer.Fit(Ids(documents)));
        Assert.Empty(progress.Seen);
        return error.Message;
    }

    private IEstimator<ITransformer> Trainer(
        string label, string? labelColumn = null, string features = "Ids", Action<SequenceLearnerOptions>? change = null)
    {
        var options = SampleData.SmallNetwork(1);
        change?.Invoke(options);
        var regressor = new SequenceRegressorOptions { HiddenSize = 4, EmbeddingSize = 4, Threads = 1 };
        change?.Invoke(regressor);
        return label switch
        {
            "Class" => _ml.MulticlassClassification.Trainers.SequenceClassifier(labelColumn ?? label, features, options),
            "IsFirst" => _ml.BinaryClassification.Trainers.SequenceClassifier(labelColumn ?? label, features, options),
            _ => _ml.Regression.Trainers.SequenceRegressor(labelColumn ?? label, features, regressor),
        };
    }

    /// <summary>Documents with ids and label keys of a vocabulary and of classes that are known before.</summary>
    private IDataView Ids(IReadOnlyList<Document> documents) =>
        SampleData.Ids(_ml)
            .Append(_ml.Transforms.Conversion.MapValueToKey(
                "Class", "Label", keyData: _ml.Data.LoadFromEnumerable(SampleData.Labels.Select(label => new Value { Label = label }))))
            .Fit(SampleData.View(_ml)).Transform(_ml.Data.LoadFromEnumerable(documents));

    private sealed class Value
    {
        public string? Label { get; set; }
    }

    private sealed class ManyKeys
    {
        [KeyType(uint.MaxValue)]
        public uint Class { get; set; }

        [KeyType(10)]
        public uint[] Ids { get; set; } = [];

        [KeyType(uint.MaxValue)]
        public uint[] Tokens { get; set; } = [];

        public bool IsFirst { get; set; }
    }
}
