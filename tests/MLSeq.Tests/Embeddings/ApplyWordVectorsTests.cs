using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Text;

namespace MLSeq.Tests.Embeddings;

public class ApplyWordVectorsTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable(SampleVectors.Documents);

    [Theory]
    [MemberData(nameof(SampleVectors.Forms), MemberType = typeof(SampleVectors))]
    public void Each_output_is_what_its_definition_says(WordVectorOutput output, UnknownWords unknown)
    {
        var options = new WordVectorOptions { Output = output, UnknownWords = unknown, Smoothing = 0.01f };
        var model = Pipeline(options).Fit(Data);
        var expected = Sentences().Select(words => SampleVectors.Encode(SampleVectors.Vectors, words, output, unknown, 0.01)).ToList();
        if (output == WordVectorOutput.SmoothInverseFrequency)
        {
            expected = WithoutCommonPart(expected);
        }

        var found = model.Transform(Data).GetColumn<float[]>("Vectors").ToList();
        Assert.Equal(expected.Select(row => row.Length), found.Select(row => row.Length));
        Assert.All(expected.Zip(found), pair => Assert.All(pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-5)));
    }

    [Fact]
    public void Unknown_words_are_left_out_of_pools_and_zeros_per_token_by_default()
    {
        var data = View("the nonsense goal");
        var mean = Pipeline(new()).Fit(data);
        Assert.Equal(UnknownWords.Skip, Transformer(mean).UnknownWords);
        Assert.Equal(WordVectorOutput.Mean, Transformer(mean).Output);
        var frames = Pipeline(new() { Output = WordVectorOutput.PerToken }).Fit(data);
        Assert.Equal(UnknownWords.Zero, Transformer(frames).UnknownWords);
        var row = frames.Transform(data).GetColumn<float[]>("Vectors").Single();
        Assert.Equal(new float[SampleVectors.Dimensions], row[SampleVectors.Dimensions..(2 * SampleVectors.Dimensions)]);
        Assert.Equal(3 * SampleVectors.Dimensions, row.Length);
    }

    [Theory]
    [MemberData(nameof(SampleVectors.Forms), MemberType = typeof(SampleVectors))]
    public void Token_ids_give_what_their_tokens_give(WordVectorOutput output, UnknownWords unknown)
    {
        var options = new WordVectorOptions { Output = output, UnknownWords = unknown };
        var scored = SampleVectors.Tokens(_ml)
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new VocabularyOptions { MaxSize = 30 }))
            .Append(_ml.Transforms.Text.ApplyWordVectors("OfTokens", "Tokens", SampleVectors.Vectors, options))
            .Append(_ml.Transforms.Text.ApplyWordVectors("OfIds", "Ids", SampleVectors.Vectors, options))
            .Fit(Data).Transform(Data);
        Assert.Equal(scored.GetColumn<float[]>("OfTokens"), scored.GetColumn<float[]>("OfIds"));
    }

    [Fact]
    public void Schemas_tell_sizes_and_slots_and_agree()
    {
        var input = SampleVectors.Tokens(_ml).Fit(Data).Transform(Data);
        foreach (var (output, size) in new[] { (WordVectorOutput.Mean, 5), (WordVectorOutput.Max, 5), (WordVectorOutput.MinMeanMax, 15), (WordVectorOutput.SmoothInverseFrequency, 5), (WordVectorOutput.PerToken, 0) })
        {
            var estimator = _ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors, new() { Output = output });
            var promised = estimator.GetOutputSchema(Shape(input.Schema)).Single(column => column.Name == "Vectors");
            var view = estimator.Fit(input).Transform(input);
            var found = Shape(view.Schema).Single(column => column.Name == "Vectors");
            Assert.Equal((found.Kind, found.ItemType, found.IsKey), (promised.Kind, promised.ItemType, promised.IsKey));
            Assert.Equal(found.Annotations.Select(a => a.Name), promised.Annotations.Select(a => a.Name));
            Assert.Equal(size == 0 ? new VectorDataViewType(NumberDataViewType.Single) : new VectorDataViewType(NumberDataViewType.Single, size), view.Schema["Vectors"].Type);
            Assert.Same(view.Schema, view.Schema);
            using var cursor = view.GetRowCursor([view.Schema["Vectors"]]);
            Assert.Same(view.Schema, cursor.Schema);
            Assert.False(cursor.IsColumnActive(view.Schema["Text"]));
        }

        var slots = Slots(WordVectorOutput.MinMeanMax);
        Assert.Equal(["Min.0", "Mean.0", "Max.0"], new[] { slots[0], slots[5], slots[10] });
        Assert.Equal("Mean.4", Slots(WordVectorOutput.Mean)[^1]);

        string[] Slots(WordVectorOutput output)
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            Pipeline(new() { Output = output }).Fit(Data).Transform(Data).Schema["Vectors"].GetSlotNames(ref names);
            return [.. names.DenseValues().Select(name => name.ToString())];
        }
    }

    [Theory]
    [MemberData(nameof(SampleVectors.Forms), MemberType = typeof(SampleVectors))]
    public void A_saved_model_gives_the_same(WordVectorOutput output, UnknownWords unknown)
    {
        using var folder = new TemporaryFolder();
        var model = Pipeline(new() { Output = output, UnknownWords = unknown }).Fit(Data);
        _ml.Model.Save(model, Data.Schema, folder["model.zip"]);
        var loaded = new MLContext().Model.Load(folder["model.zip"], out _);
        Assert.Equal(model.Transform(Data).GetColumn<float[]>("Vectors"), loaded.Transform(Data).GetColumn<float[]>("Vectors"));
        Assert.Equal(unknown, Transformer(loaded).UnknownWords);
        Assert.Equal(SampleVectors.Vectors.Counts, Transformer(loaded).Vectors.Counts);
    }

    [Fact]
    public void A_fresh_process_gives_the_same()
    {
        var model = Pipeline(new() { Output = WordVectorOutput.SmoothInverseFrequency }).Fit(Data);
        FreshProcess.AssertLoadsAndGivesTheSame(_ml, model, Data.Schema, ["the match today", "", "nothing known", "bank , market said"], "Vectors");
    }

    [Fact]
    public void A_prediction_engine_gives_the_same_one_by_one()
    {
        var model = Pipeline(new() { Output = WordVectorOutput.MinMeanMax }).Fit(Data);
        var expected = model.Transform(Data).GetColumn<float[]>("Vectors").ToList();
        using var engine = _ml.Model.CreatePredictionEngine<Document, Encoded>(model);
        Assert.Equal(expected, SampleVectors.Documents.Select(document => engine.Predict(document).Vectors));
    }

    [Fact]
    public void Vectors_per_token_are_frames_of_a_sequence_classifier()
    {
        var options = SampleData.SmallNetwork();
        options.FrameSize = SampleVectors.Dimensions;
        var data = SampleData.View(_ml);
        var model = Pipeline(new() { Output = WordVectorOutput.PerToken })
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Vectors", options))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        // Three of five words of each class have a vector.
        Assert.True(_ml.MulticlassClassification.Evaluate(model.Transform(SampleData.View(_ml, 120, seed: 2))).MicroAccuracy > 0.7);
        FreshProcess.AssertLoadsAndScoresTheSame(_ml, model, data.Schema, ["the match today", "", "nothing known"]);
    }

    private EstimatorChain<WordVectorTransformer> Pipeline(WordVectorOptions options) =>
        SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors, options));

    /// <summary>What ML.NET itself makes of a schema for estimators; it keeps that to itself.</summary>
    private static SchemaShape Shape(DataViewSchema schema) =>
        (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, [schema])!;

    private static WordVectorTransformer Transformer(ITransformer model) => FreshProcess.Stages(model).OfType<WordVectorTransformer>().Single();

    private IEnumerable<string[]> Sentences() =>
        SampleVectors.Tokens(_ml).Fit(Data).Transform(Data).GetColumn<ReadOnlyMemory<char>[]>("Tokens").Select(row => Array.ConvertAll(row, word => word.ToString()));

    private IDataView View(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text }));

    /// <summary>Each row less its projection on the first eigenvector of the second moments, by many steps of the power method.</summary>
    private static List<double[]> WithoutCommonPart(List<double[]> rows)
    {
        var direction = rows.First(row => row.Any(value => value != 0));
        for (var i = 0; i < 20_000; i++)
        {
            var next = new double[direction.Length];
            foreach (var row in rows)
            {
                var share = row.Zip(direction, (a, b) => a * b).Sum();
                next = [.. next.Zip(row, (a, b) => a + (share * b))];
            }

            var length = Math.Sqrt(next.Sum(value => value * value));
            direction = [.. next.Select(value => value / length)];
        }

        return
        [
            .. rows.Select(row =>
            {
                var share = row.Zip(direction, (a, b) => a * b).Sum();
                return row.Zip(direction, (a, b) => a - (share * b)).ToArray();
            }),
        ];
    }

    private sealed class Encoded
    {
        public float[]? Vectors { get; set; }
    }
}
