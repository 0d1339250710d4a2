using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Networks.EncoderDecoder;

namespace MLSeq.Tests.Translation;

public class TranslatorTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Document[] Train = SampleTranslations.Make(300);
    private static readonly Document[] Test = SampleTranslations.Make(40, seed: 8);
    internal static readonly Lazy<SequenceTranslatingTransformer> OfText = new(() => Trainer(SampleTranslations.Options()).Fit(Data(Train)));
    internal static readonly Lazy<TransformerChain<SequenceTranslatingTransformer>> OfIds = new(() =>
        SampleTranslations.Ids(Context).Append(Context.Sequences().Trainers.Translator("LabelIds", "TextIds", SampleTranslations.Options())).Fit(Data(Train)));

    [Fact]
    public void A_column_of_text_is_translated()
    {
        var scored = OfText.Value.Transform(Data(Test));
        AssertMostlyRight(scored);
        var best = OfText.Value.Model.Translate(Test[3].Text!, new() { Width = 3 });
        Assert.Equal(best.Text, Texts(scored)[3]);
        Assert.Equal(best.LogProbability, scored.GetColumn<float>("LogProbability").ElementAt(3), 1e-4);
        Assert.Equal(best.Score, scored.GetColumn<float>("Score").ElementAt(3), 1e-4);
        Assert.Equal(["Translation", "LogProbability", "Score"], scored.Schema.Select(column => column.Name).TakeLast(3));
    }

    [Fact]
    public void A_column_of_ids_is_translated_as_its_text_is()
    {
        var scored = OfIds.Value.Transform(Data(Test));
        AssertMostlyRight(scored);
        var model = OfIds.Value.LastTransformer.Model;
        Assert.Equal(Test.Select(row => model.Translate(row.Text!, new() { Width = 3 }).Text), Texts(scored));
    }

    [Fact]
    public void One_column_may_be_text_and_the_other_ids()
    {
        var data = SampleTranslations.Ids(Context).Fit(Data(Train)).Transform(Data(Train));
        foreach (var (label, feature) in new[] { ("LabelIds", "Text"), ("Label", "TextIds") })
        {
            AssertMostlyRight(Context.Sequences().Trainers.Translator(label, feature, SampleTranslations.Options()).Fit(data).Transform(
                SampleTranslations.Ids(Context).Fit(Data(Train)).Transform(Data(Test))));
        }
    }

    [Fact]
    public void Further_translations_and_the_attention_are_told_where_they_are_asked_for()
    {
        var model = OfText.Value.WithSearch(new() { Width = 4, Best = 3, KeepAttention = true });
        var scored = model.Transform(Data(Test));
        var expected = OfText.Value.Model.Translate([.. Test.Select(row => row.Text!)], new() { Width = 4, Best = 3, KeepAttention = true });

        Assert.Equal(expected.Select(best => best.Select(one => one.Text)), scored.GetColumn<ReadOnlyMemory<char>[]>("Translations").Select(row => row.Select(t => t.ToString())));
        AssertNear(expected.Select(best => best.Select(one => (float)one.Score)), scored.GetColumn<float[]>("Scores"));
        Assert.Equal(expected.Select(best => best[0].SourceTokens), Tokens(scored, "SourceTokens"));
        Assert.Equal(expected.Select(best => best[0].Tokens), Tokens(scored, "TranslationTokens"));
        AssertNear(expected.Select(best => best[0].Attention!.SelectMany(weights => weights)), scored.GetColumn<float[]>("Attention"));
        Assert.All(scored.GetColumn<float[]>("Attention").Zip(expected), pair =>
            Assert.All(pair.First.Chunk(pair.Second[0].SourceTokens.Count), weights => Assert.Equal(1, weights.Sum(), 1e-4)));
    }

    [Fact]
    public void Rows_are_read_ahead_and_a_prediction_engine_translates_them_one_by_one()
    {
        var read = 0;
        IEnumerable<Document> Rows()
        {
            foreach (var row in SampleTranslations.Make(1000, seed: 5))
            {
                read++;
                yield return row;
            }
        }

        var scored = OfText.Value.Transform(Context.Data.LoadFromEnumerable(Rows()));
        using (var cursor = scored.GetRowCursor(scored.Schema))
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(32, read);
        }

        var all = Texts(scored);
        Assert.Equal(1000, all.Length);
        using var engine = Context.Model.CreatePredictionEngine<Document, Translated>(OfText.Value);
        foreach (var (row, text) in SampleTranslations.Make(1000, seed: 5).Zip(all).Where((_, i) => i % 40 == 0))
        {
            Assert.Equal(text, engine.Predict(row).Translation);
        }
    }

    [Fact]
    public void An_empty_text_has_an_empty_translation()
    {
        var scored = OfText.Value.WithSearch(new() { Best = 2, KeepAttention = true }).Transform(Data([Test[0], new() { Text = "", Label = "" }, Test[1]]));
        Assert.Equal("", Texts(scored)[1]);
        Assert.Equal(0, scored.GetColumn<float>("LogProbability").ElementAt(1));
        Assert.Empty(scored.GetColumn<float[]>("Attention").ElementAt(1));
        Assert.Equal(["<eos>"], Tokens(scored, "SourceTokens").ElementAt(1));
    }

    [Fact]
    public void Unknown_words_may_be_copied()
    {
        var unknown = OfText.Value.Model.Translate("hund xyz", replaceUnknown: true);
        var row = Data([new() { Text = "hund xyz", Label = "" }]);
        Assert.Equal([unknown.Text], Texts(OfText.Value.WithSearch(new(), replaceUnknown: true).Transform(row)));
    }

    [Theory]
    [InlineData("LogProbability")]
    [InlineData("Attention")]
    public void A_fresh_process_loads_the_model_and_translates_the_same(string column)
    {
        string[] texts = [.. Test[..5].Select(row => row.Text!), "hund xyz"];
        var schema = Data(Test).Schema;
        FreshProcess.AssertLoadsAndGivesTheSame(Context, OfText.Value.WithSearch(new() { Width = 2, MinLength = 1, KeepAttention = true }), schema, texts, column);
        if (column == "LogProbability")
        {
            FreshProcess.AssertLoadsAndGivesTheSame(Context, OfIds.Value, schema, texts, column);
        }
    }

    [Fact]
    public void A_loaded_model_searches_as_the_saved_one()
    {
        using var folder = new TemporaryFolder();
        var search = OfText.Value.WithSearch(new() { Width = 6, Best = 2, LengthPenalty = 0, CoveragePenalty = 0.1f, MinLength = 5, MaxLength = 6, NoRepeatNgram = 2 }, replaceUnknown: true);
        Context.Model.Save(search, Data(Test).Schema, folder["model.zip"]);
        var loaded = Context.Model.Load(folder["model.zip"], out _);
        Assert.Equal(Texts(search.Transform(Data(Test))), Texts(loaded.Transform(Data(Test))));
        Assert.Equal(search.Transform(Data(Test)).GetColumn<float[]>("Scores"), loaded.Transform(Data(Test)).GetColumn<float[]>("Scores"));
        Assert.NotEqual(Texts(OfText.Value.Transform(Data(Test))), Texts(loaded.Transform(Data(Test))));
    }

    [Fact]
    public void The_estimator_promises_the_columns_that_come()
    {
        var options = SampleTranslations.Options(epochs: 1);
        options.Search = new() { Width = 2, Best = 2, KeepAttention = true };
        var trainer = Trainer(options);
        var promised = trainer.GetOutputSchema(Shape(Data(Test).Schema));
        var found = Shape(trainer.Fit(Data(Test)).Transform(Data(Test)).Schema);
        Assert.Equal(
            found.Select(column => (column.Name, column.Kind, column.ItemType.ToString(), column.IsKey)),
            promised.Select(column => (column.Name, column.Kind, column.ItemType.ToString(), column.IsKey)));
    }

    [Fact]
    public void Both_sides_may_share_their_tokens()
    {
        var options = SampleTranslations.Options(epochs: 1);
        options.ShareEmbeddings = true;
        var model = Trainer(options).Fit(Data(Train)).Model;
        Assert.Same(model.SourceVocabulary, model.TargetVocabulary);
        var ids = SampleTranslations.Ids(Context).Fit(Data(Train)).Transform(Data(Train));
        Assert.Contains("label column 'LabelIds' is keys for other values", Message(() => Context.Sequences().Trainers.Translator("LabelIds", "TextIds", options).Fit(ids)));
        Assert.Contains("label column 'LabelIds'", Message(() => Context.Sequences().Trainers.Translator("LabelIds", "Text", options).Fit(ids)));
        Assert.Same(
            Context.Sequences().Trainers.Translator("TextIds", "TextIds", options).Fit(ids).Model.Network.Options.GetType(), typeof(EncoderDecoderOptions));
    }

    [Fact]
    public void Rows_that_are_empty_or_too_long_are_left_out_with_a_warning()
    {
        var log = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => log.Add(e.Message);
        var options = SampleTranslations.Options(epochs: 1);
        options.MaxTokens = 10;
        var longer = new Document { Text = "ein hund", Label = string.Join(' ', Enumerable.Repeat("a", 11)) };
        var model = ml.Sequences().Trainers.Translator("Label", "Text", options).Fit(Data([.. Train[..20], longer, new() { Text = " ", Label = "a" }]), Data([longer, .. Test]));
        Assert.Equal([(false, 20L, 2, 11), (false, 21L, 0, 1), (true, 0L, 2, 11)], model.Model.Misfits.Select(m => (m.IsValidation, m.Row, m.SourceTokens, m.TargetTokens)));
        Assert.Contains(log, line => line.Contains(
            "3 rows have an empty side, or one of more tokens than option MaxTokens, 10, and were left out, the first in row 20: 2 to translate, 11 in the translation.", StringComparison.Ordinal));
        Assert.All(model.Model.History!.Epochs, epoch => Assert.NotNull(epoch.ValidationLoss));
        Assert.Contains("All 1 pairs have an empty source or target, or one of more tokens than MaxTokens, 10.", Message(() => ml.Sequences().Trainers.Translator("Label", "Text", options).Fit(Data([longer]))));
    }

    [Fact]
    public void Bad_columns_and_options_are_named()
    {
        void Refused(string expected, string label, string feature) =>
            Assert.Contains(expected, Message(() => Context.Sequences().Trainers.Translator(label, feature, SampleTranslations.Options(1)).Fit(Data(Train))));
        Refused("no label column 'Nowhere'", "Nowhere", "Text");
        Refused("no feature column 'Nowhere'", "Label", "Nowhere");
        Refused("label column 'Number'", "Number", "Text");
        Refused("feature column 'Frames'", "Label", "Frames");
        Assert.Contains("no feature column 'Text'", Message(() => OfText.Value.Transform(Context.Data.LoadFromEnumerable([new Prediction()]))));
        Assert.Contains("expected String, as in training", Message(() => OfText.Value.Transform(Context.Transforms.CopyColumns("Text", "Number").Fit(Data(Train)).Transform(Data(Train)))));

        void BadOption(string expected, Action<SequenceTranslatorOptions> change)
        {
            var options = SampleTranslations.Options(1);
            change(options);
            Assert.Contains(expected, Message(() => Trainer(options)));
        }

        BadOption("HiddenSize is 0", o => o.HiddenSize = 0);
        BadOption("EncoderLayers is -1", o => o.EncoderLayers = -1);
        BadOption("LabelSmoothing is 1", o => o.LabelSmoothing = 1);
        BadOption("EmbeddingSize is 16", o => o.TieEmbeddings = true);
        BadOption("Width is 0", o => o.Search.Width = 0);
        BadOption("Best is 4", o => o.Search.Best = 4);
        BadOption("MaxTokens is 0", o => o.MaxTokens = 0);
        BadOption("Epochs is 0", o => o.Epochs = 0);
        BadOption("KeepAttention is True; expected false, since there is no attention", o => (o.Attention, o.Search.KeepAttention) = (AttentionKind.None, true));
        BadOption("ReplaceUnknown is True", o => (o.Attention, o.ReplaceUnknown) = (AttentionKind.None, true));
    }

    [Fact]
    public void Damaged_models_are_refused()
    {
        Exception Load(Func<byte[], byte[]> change) => Saving.SavedModel.LoadChanged(Context, OfText.Value, Data(Test).Schema, "MLSeqTranslating", change);
        Assert.True(Load(bytes => bytes[..^200]) is InvalidDataException or FormatException);
        var error = Load(bytes =>
        {
            // The number of keys stands before the model's header, which starts with its length.
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().IndexOf("MLSeq.TranslationModel"u8) - 5), 1_000_000);
            return bytes;
        });
        Assert.Contains("over 1000000 keys", Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal);
    }

    /// <summary>Sums in another order differ in their last bits.</summary>
    private static void AssertNear(IEnumerable<IEnumerable<float>> expected, IEnumerable<float[]> found) => Assert.All(expected.Zip(found), rows =>
    {
        Assert.Equal(rows.First.Count(), rows.Second.Length);
        Assert.All(rows.First.Zip(rows.Second), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    });

    private static SequenceTranslatingTrainer Trainer(SequenceTranslatorOptions options) => Context.Sequences().Trainers.Translator("Label", "Text", options);

    private static IDataView Data(Document[] rows) => Context.Data.LoadFromEnumerable(rows);

    private static SchemaShape Shape(DataViewSchema schema) =>
        (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, [schema])!;

    private static string Message(Action action) => Assert.ThrowsAny<Exception>(action).Message;

    private static string[] Texts(IDataView data) => [.. data.GetColumn<ReadOnlyMemory<char>>("Translation").Select(text => text.ToString())];

    private static IEnumerable<IEnumerable<string>> Tokens(IDataView data, string column) =>
        data.GetColumn<ReadOnlyMemory<char>[]>(column).Select(row => row.Select(token => token.ToString()));

    private static void AssertMostlyRight(IDataView scored)
    {
        var right = Texts(scored).Zip(Test).Count(pair => pair.First == pair.Second.Label);
        Assert.True(right >= 36, $"{right} of 40 are right");
    }
}
