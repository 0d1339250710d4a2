using Microsoft.ML;
using MLSeq.Embeddings;
using MLSeq.Networks;
using MLSeq.Tests;
using MLSeq.Tests.Embeddings;
using MLSeq.Tests.Tagging;
using MLSeq.Tests.Transcription;
using MLSeq.Tests.Translation;
using MLSeq.Tests.TriggerWords;
using MLSeq.Text;

namespace MLSeq.Runtimes.Tests.Cases;

/// <summary>What <c>SaveAsOnnx</c> makes of each kind of model.</summary>
internal static class PipelineCases
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly Document[] Documents = [.. SampleData.MixedDocuments(30).Where(document => document.Text is { Length: < 1000 })];

    public static IEnumerable<(string Name, Func<ExportedModel> Make)> All() =>
    [
        .. new (string Name, Tokenizer Tokenizer)[]
        {
            ("words", Tokenizers.Words()), ("white space", Tokenizers.Whitespace()), ("byte pairs", Tokenizers.BytePairs(60)),
        }.Select(t => ($"classifier of text, {t.Name}", (Func<ExportedModel>)(() => Classifier(SampleData.Ids(Ml, t.Tokenizer))))),
        ("classifier of ids", () => Classifier(SampleData.Ids(Ml), SequenceOnnxInput.Ids)),
        ("binary classifier", () => Text(SampleData.Ids(Ml).Append(Ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", SampleData.SmallNetwork(1))))),
        ("regressor", () => Text(SampleData.Ids(Ml).Append(Ml.Regression.Trainers.SequenceRegressor(
            "Number", "Ids", new SequenceRegressorOptions { EmbeddingSize = 8, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 })))),
        .. Enum.GetValues<CharacterFeatures>().SelectMany(characters => new[] { false, true }.Select(crf =>
            ($"tagger, characters by {characters}{(crf ? ", conditional random field" : "")}", (Func<ExportedModel>)(() => Tagger(crf, characters))))),
        ("language model's score of text", LanguageModel),
        ("translator", Translator),
        ("transcriber of frames", TranscriberOfFrames),
        ("transcriber of samples", TranscriberOfSamples),
        ("trigger word detector", Detector),
        ("labels of a text", Labels),
        .. Enum.GetValues<WordVectorOutput>()[1..].Select(output => ($"word vectors, {output}", (Func<ExportedModel>)(() => Vectors(output)))),
    ];

    private static ExportedModel Classifier(IEstimator<ITransformer> ids, SequenceOnnxInput input = SequenceOnnxInput.Text)
    {
        var model = ids.Append(Ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(Ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(1)))
            .Append(Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(SampleData.View(Ml));
        return PipelineExport.Of(Ml, model, Ml.Data.LoadFromEnumerable(Documents), new() { Input = input });
    }

    private static ExportedModel Text(IEstimator<ITransformer> pipeline) =>
        PipelineExport.Of(Ml, pipeline.Fit(SampleData.View(Ml)), Ml.Data.LoadFromEnumerable(Documents));

    private static ExportedModel Tagger(bool crf, CharacterFeatures characters)
    {
        var options = SampleSentences.Options(1);
        (options.Crf, options.Characters) = (crf, characters);
        var model = SampleSentences.Pipeline(Ml, options).Fit(Ml.Data.LoadFromEnumerable(SampleSentences.Make(60)));
        Sentence[] sentences = [.. SampleSentences.Make(12, seed: 7), new(), new() { Tokens = ["Unheard", "é🙂", "日本", "in"], Tags = ["O", "O", "O", "O"] }];
        return PipelineExport.Of(Ml, model, Ml.Data.LoadFromEnumerable(sentences));
    }

    private static ExportedModel LanguageModel()
    {
        var options = new LanguageModelOptions { Tokenizer = Tokenizers.Words(), EmbeddingSize = 8, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 };
        var model = Ml.Sequences().Trainers.LanguageModel("Text", options).Fit(SampleData.View(Ml));
        return PipelineExport.Of(Ml, model, Ml.Data.LoadFromEnumerable(Documents));
    }

    private static ExportedModel Translator()
    {
        var options = SampleTranslations.Options(epochs: 4);
        (options.SourceTokenizer, options.TargetTokenizer) = (Tokenizers.BytePairs(30), Tokenizers.BytePairs(30));
        options.Search = new() { Width = 1 };
        var model = Ml.Sequences().Trainers.Translator("Label", "Text", options).Fit(Ml.Data.LoadFromEnumerable(SampleTranslations.Make(200)));
        Document[] rows = [.. SampleTranslations.Make(20, seed: 9), new() { Text = "", Label = "" }, new() { Text = "hund xyz", Label = "" }];
        return PipelineExport.Of(Ml, model, Ml.Data.LoadFromEnumerable(rows));
    }

    private static ExportedModel TranscriberOfFrames()
    {
        var model = SampleSpeech.Pipeline(Ml, SampleSpeech.Options(1)).Fit(Ml.Data.LoadFromEnumerable(SampleSpeech.Make(20)));
        var stages = ((IEnumerable<ITransformer>)model).ToList();
        return PipelineExport.Of(Ml, stages[1], stages[0].Transform(Ml.Data.LoadFromEnumerable(SampleSpeech.Make(6, seed: 5))));
    }

    // The engine makes its features by another transform, whose logarithms of near silence differ in the third digit.
    private static ExportedModel TranscriberOfSamples()
    {
        var model = SampleSpeech.Pipeline(Ml, SampleSpeech.Options(1)).Fit(Ml.Data.LoadFromEnumerable(SampleSpeech.Make(20)));
        return PipelineExport.Of(Ml, model, Ml.Data.LoadFromEnumerable(SampleSpeech.Make(6, seed: 5))) with { Tolerance = 0.02 };
    }

    private static ExportedModel Detector()
    {
        var rows = Ml.Data.LoadFromEnumerable(SampleClips.Rows(SampleClips.Compose(0, 20)));
        var model = Ml.Sequences().Trainers.TriggerWordDetector("Times", "Audio", SampleClips.Options(1)).Fit(rows);
        return PipelineExport.Of(Ml, model, Ml.Data.LoadFromEnumerable(SampleClips.Rows(SampleClips.Compose(50, 4)))) with { Tolerance = 2e-3 };
    }

    private static ExportedModel Labels()
    {
        static LabelledDocument Labelled(Document document) =>
            new() { Text = document.Text, Labels = [.. new[] { "goal", "the" }.Select(word => document.Text!.Contains(word, StringComparison.Ordinal) ? 1f : 0)] };
        var data = Ml.Data.LoadFromEnumerable(SampleData.Documents(60).Select(Labelled));
        var trainer = Ml.Sequences().Trainers.MultiLabelClassifier("Labels", "Ids", new() { LabelSize = 2, EmbeddingSize = 8, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 });
        return PipelineExport.Of(Ml, SampleData.Ids(Ml).Append(trainer).Fit(data), Ml.Data.LoadFromEnumerable(Documents.Select(Labelled)));
    }

    private static ExportedModel Vectors(WordVectorOutput output)
    {
        var data = Ml.Data.LoadFromEnumerable(Documents);
        var options = new WordVectorOptions { Output = output };
        var model = SampleVectors.Tokens(Ml).Append(Ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors, options)).Fit(data);
        return PipelineExport.Of(Ml, model, data);
    }

    private sealed class LabelledDocument
    {
        public string? Text { get; set; }

        public float[] Labels { get; set; } = [];
    }
}
