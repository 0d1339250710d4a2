using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Decoding.Beams;
using MLSeq.Onnx.Models;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Tests.Translation;

public class TranslatorOnnxTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Document[] Rows = [.. SampleTranslations.Make(120, seed: 9), new() { Text = "", Label = "" }, new() { Text = "hund xyz", Label = "" }];

    private static IDataView Data => Context.Data.LoadFromEnumerable(Rows);

    [Fact]
    public void One_file_takes_text_and_gives_what_a_beam_of_one_gives() => AssertGivesTheSame(
        TranslatorTests.OfText.Value.WithSearch(new() { Width = 1 }), TranslatorTests.OfText.Value, "Text");

    [Fact]
    public void Byte_pairs_are_cut_and_joined_in_the_file()
    {
        var options = SampleTranslations.Options(epochs: 4);
        (options.SourceTokenizer, options.TargetTokenizer) = (Tokenizers.BytePairs(30), Tokenizers.BytePairs(30));
        options.Search = new() { Width = 1, MinLength = 3, MaxLength = 20, LengthPenalty = 1 };
        var model = Context.Sequences().Trainers.Translator("Label", "Text", options).Fit(Context.Data.LoadFromEnumerable(SampleTranslations.Make(200)));
        AssertGivesTheSame(model, model, "Text");
    }

    [Fact]
    public void Stages_that_make_the_ids_go_into_the_file()
    {
        // The label's stages are part of the model too, but nothing that is exported needs them.
        var model = TranslatorTests.OfIds.Value;
        ITransformer[] stages = [.. model];
        AssertGivesTheSame(new TransformerChain<ITransformer>([.. stages[..^1], model.LastTransformer.WithSearch(new() { Width = 1 })]), model, "Text");
    }

    [Fact]
    public void The_variant_of_ids_takes_them()
    {
        var model = TranslatorTests.OfIds.Value.LastTransformer;
        using var folder = new TemporaryFolder();
        var ids = SampleTranslations.Ids(Context).Fit(Context.Data.LoadFromEnumerable(SampleTranslations.Make(300))).Transform(Data);
        Context.Model.SaveAsOnnx(model, ids.Schema, folder["model.onnx"]);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        var found = scorer.Score([.. ids.GetColumn<uint[]>("TextIds").Select(row => Array.ConvertAll(row, id => (int)id))]);
        Assert.Equal(Texts(model.WithSearch(new() { Width = 1 }).Transform(ids)), found.Strings("Translation").ToArray());
        Assert.Equal("Translation", scorer.Metadata["mlseq.kind"]);
    }

    [Fact]
    public void Two_files_search_as_the_transformer_does()
    {
        using var folder = new TemporaryFolder();
        var model = TranslatorTests.OfText.Value;
        model.SaveTranslatorAsOnnx(folder["translator"]);
        using var translator = OnnxTranslator.Load(folder["translator"]);
        var search = new BeamSearchOptions { Width = 4, Best = 2, NoRepeatNgram = 2, CoveragePenalty = 0.1f };
        string[] texts = [.. Rows.Select(row => row.Text!)];
        Assert.Equal(
            model.Model.Translate(texts, search, replaceUnknown: true).Select(best => best.Select(one => one.Text)),
            translator.Translate(texts, search, replaceUnknown: true).Select(best => best.Select(one => one.Text)));
    }

    [Fact]
    public void What_a_graph_cannot_do_is_named()
    {
        void Refused(string expected, SequenceTranslatingTransformer model)
        {
            using var folder = new TemporaryFolder();
            var error = Assert.Throws<NotSupportedException>(() => Context.Model.SaveAsOnnx(model, Data.Schema, folder["model.onnx"]));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(folder["model.onnx"]));
        }

        Refused("NoRepeatNgram, which is 3", TranslatorTests.OfText.Value.WithSearch(new() { NoRepeatNgram = 3 }));
        Refused("CoveragePenalty", TranslatorTests.OfText.Value.WithSearch(new() { CoveragePenalty = 0.5f }));
        Refused("ReplaceUnknown", TranslatorTests.OfText.Value.WithSearch(new(), replaceUnknown: true));
        var options = SampleTranslations.Options(epochs: 1);
        options.SourceTokenizer = Tokenizers.Characters();
        Refused("'character'", Context.Sequences().Trainers.Translator("Label", "Text", options).Fit(Data));
    }

    private static void AssertGivesTheSame(ITransformer expected, ITransformer exported, string input)
    {
        using var folder = new TemporaryFolder();
        Context.Model.SaveAsOnnx(exported, Data.Schema, folder["model.onnx"]);
        using (var scorer = new OnnxSequenceScorer(folder["model.onnx"]))
        {
            Assert.Equal([input], scorer.Inputs.Select(column => column.Name));
        }

        var engine = expected.Transform(Data);
        using var model = Context.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(Data);
        var found = model.Transform(Data);
        Assert.Equal(Texts(engine), Texts(found));
        foreach (var column in new[] { "LogProbability", "Score" })
        {
            Assert.All(engine.GetColumn<float>(column).Zip(found.GetColumn<float>(column)), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        }
    }

    private static string[] Texts(IDataView data) => [.. data.GetColumn<ReadOnlyMemory<char>>("Translation").Select(text => text.ToString())];
}
