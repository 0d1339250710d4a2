using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Text;

namespace MLSeq.Tests.Trainers;

/// <summary>Learners whose answers are vectors, over frames of two numbers.</summary>
public class VectorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Labels_of_each_step_are_learned()
    {
        var model = Trainer(eachStep: true, labels: true).Fit(_ml.Data.LoadFromEnumerable(Rows(200, eachStep: true, labels: true)));

        var rows = Rows(50, eachStep: true, labels: true, seed: 2);
        var scores = model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<float[]>("Score").ToList();
        var (right, all) = (0, 0);
        for (var r = 0; r < rows.Length; r++)
        {
            Assert.Equal(rows[r].Label.Length, scores[r].Length);
            right += rows[r].Label.Zip(scores[r]).Count(pair => pair.First > 0.5f == pair.Second > 0.5f);
            all += scores[r].Length;
        }

        Assert.True(right > 0.9 * all, $"{right} of {all}");
    }

    [Fact]
    public void Numbers_of_the_whole_sequence_are_learned_at_any_scale()
    {
        var model = Trainer(eachStep: false, labels: false).Fit(_ml.Data.LoadFromEnumerable(Rows(400, eachStep: false, labels: false)));

        var rows = Rows(50, eachStep: false, labels: false, seed: 2);
        var scores = model.Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<float[]>("Score").ToList();
        var errors = rows.Zip(scores).SelectMany(pair => pair.First.Label.Zip(pair.Second, (y, z) => Math.Abs(y - z))).ToArray();
        Assert.True(errors.Average() < 25, $"mean error {errors.Average()}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_saved_model_and_its_graph_score_the_same(bool eachStep)
    {
        Row[] rows = [.. Rows(60, eachStep, labels: true), new() { Features = [], Label = [] }];
        var data = _ml.Data.LoadFromEnumerable(rows);
        var model = Trainer(eachStep, labels: true, epochs: 1).Fit(_ml.Data.LoadFromEnumerable(rows[..^1]));
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, data.Schema, folder["model.zip"]);
        _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);

        var expected = model.Transform(data).GetColumn<float[]>("Score").ToList();
        Assert.Equal(expected, new MLContext().Model.Load(folder["model.zip"], out _).Transform(data).GetColumn<float[]>("Score"));
        var graph = _ml.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(data).Transform(data).GetColumn<float[]>("Score").ToList();
        for (var r = 0; r < rows.Length; r++)
        {
            Assert.Equal(expected[r].Length, graph[r].Length);
            Assert.All(expected[r].Zip(graph[r]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void A_model_of_the_next_frame_goes_on_with_a_piece_by_itself()
    {
        // Two labels that take turns by fours, and each frame is answered by the one after.
        float[] piece = [.. Enumerable.Range(0, 24).SelectMany(t => t % 4 < 2 ? new[] { 1f, 0 } : [t % 4 == 2 ? 1f : 0, 1])];
        var rows = Enumerable.Range(0, 8).Select(i => new Row { Features = piece[(2 * i)..^2], Label = piece[((2 * i) + 2)..] });
        var model = Trainer(eachStep: true, labels: true, epochs: 150).Fit(_ml.Data.LoadFromEnumerable(rows));
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, _ml.Data.LoadFromEnumerable(rows).Schema, folder["model.zip"]);
        var loaded = (SequenceVectorTransformer)FreshProcess.Stages(_ml.Model.Load(folder["model.zip"], out _)).Single();

        Assert.Equal(piece[8..], model.Generate(piece.AsSpan(0, 8), 20, temperature: 0));
        Assert.Equal(model.Generate(piece.AsSpan(0, 8), 50, seed: 7), loaded.Generate(piece.AsSpan(0, 8), 50, seed: 7));
        var regression = Trainer(eachStep: true, labels: false, epochs: 1).Fit(_ml.Data.LoadFromEnumerable(rows));
        var error = Assert.Throws<InvalidOperationException>(() => regression.Generate([], 1));
        Assert.Contains("column 'Features' tells nothing of the next frame. Output is Linear", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_named()
    {
        var rows = Rows(20, eachStep: true, labels: true);
        rows[3].Label = rows[3].Label[2..];
        var error = Assert.ThrowsAny<Exception>(() => Trainer(eachStep: true, labels: true).Fit(_ml.Data.LoadFromEnumerable(rows)));
        Assert.Contains("Row 3", error.Message, StringComparison.Ordinal);

        rows = Rows(20, eachStep: true, labels: true);
        rows[4].Label = [float.NaN, 1];
        error = Assert.Throws<InvalidOperationException>(() => Trainer(eachStep: true, labels: true).Fit(_ml.Data.LoadFromEnumerable(rows)));
        Assert.Contains("Row 4: label column 'Label' has NaN", error.Message, StringComparison.Ordinal);

        rows = Rows(20, eachStep: true, labels: true);
        foreach (var row in rows)
        {
            row.Label = [];
        }

        error = Assert.Throws<InvalidOperationException>(() => Trainer(eachStep: true, labels: true).Fit(_ml.Data.LoadFromEnumerable(rows)));
        Assert.Contains("'Label' is empty in all 20 rows", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.Sequences().Trainers.MultiLabelClassifier(options: new() { FrameSize = 2 }).Fit(_ml.Data.LoadFromEnumerable(rows)));
        Assert.Contains("LabelSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_may_start_from_word_vectors()
    {
        var vectors = Embeddings.SampleVectors.Vectors;
        var data = Words([.. vectors.Words.Take(5)]);
        var model = WordTrainer(options => (options.WordVectors, options.FreezeWordVectors) = (vectors, true)).Fit(data);

        var table = model.Model.Network.Parameters.Single(parameter => parameter.Name == "embedding.table");
        Assert.Equal(vectors.GetVector(0), table.Values.Slice(vectors.Dimensions, vectors.Dimensions));
        var error = Assert.Throws<InvalidOperationException>(() => WordTrainer(options => options.WordVectors = vectors).Fit(Words(["qqq"])));
        Assert.Contains("None of the 1 words of feature column 'Features', such as 'qqq'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_data_that_does_not_fit_the_training_data_is_named()
    {
        var train = Words(["a", "b", "c"]);
        void Refused(string expected, IDataView validation)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => WordTrainer().Fit(train, validation));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }

        Refused("validation column 'Features' is keys for other values", Words(["c", "b", "a"]));
        Refused("validation column 'Features' is Vector<Key<UInt32, 0-3>>", Words(["a", "b", "c", "d"]));
        Refused("validation column 'Label' is Vector<Single, 3>", Words(["a", "b", "c"], labelSize: 3));
        Assert.NotNull(WordTrainer().Fit(train, Words(["a", "b", "c"])).Model.History!.Epochs[0].ValidationLoss);
    }

    private SequenceVectorTrainer WordTrainer(Action<SequenceVectorOptions>? change = null)
    {
        var options = new SequenceVectorOptions { HiddenSize = 4, Epochs = 1, Threads = 1 };
        change?.Invoke(options);
        return _ml.Sequences().Trainers.MultiLabelClassifier(options: options);
    }

    /// <summary>Rows of one word each, with a label of zeros; the words' ids are in their order.</summary>
    private IDataView Words(string[] words, int labelSize = 2)
    {
        var schema = SchemaDefinition.Create(typeof(WordRow));
        schema[nameof(WordRow.Label)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, labelSize);
        var data = _ml.Data.LoadFromEnumerable(words.Select(word => new WordRow { Words = [word], Label = new float[labelSize] }), schema);
        return _ml.Transforms.Text.MapTokensToIds("Features", "Words", Vocabulary.FromTokens(words)).Fit(data).Transform(data);
    }

    private SequenceVectorTrainer Trainer(bool eachStep, bool labels, int epochs = 30)
    {
        var options = new SequenceVectorOptions
        {
            FrameSize = 2,
            LabelSize = 2,
            EachStep = eachStep,
            HiddenSize = 16,
            Epochs = epochs,
            BatchSize = 16,
            LearningRate = 0.01f,
            Threads = 1,
            Patience = 0,
        };
        return labels ? _ml.Sequences().Trainers.MultiLabelClassifier(options: options) : _ml.Sequences().Trainers.MultiOutputRegressor(options: options);
    }

    /// <summary>Answers about the frame and the one before, so that a network must remember.</summary>
    private static Row[] Rows(int count, bool eachStep, bool labels, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var steps = random.Next(1, 8);
            float[] frames = [.. Enumerable.Range(0, 2 * steps).Select(_ => (2 * random.NextSingle()) - 1)];
            var answers = Enumerable.Range(0, steps).Select(t =>
            {
                var (sum, before) = (frames[2 * t] + frames[(2 * t) + 1], t == 0 ? 0 : frames[2 * (t - 1)]);
                return labels ? new[] { sum > 0 ? 1f : 0, before > 0 ? 1 : 0 } : [1000 + (100 * sum), 1000 + (100 * before)];
            }).ToArray();
            return new Row { Features = frames, Label = eachStep ? [.. answers.SelectMany(a => a)] : answers[^1] };
        })];
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float[] Label { get; set; } = [];
    }

    private sealed class WordRow
    {
        public string[] Words { get; set; } = [];

        public float[] Label { get; set; } = [];
    }
}
