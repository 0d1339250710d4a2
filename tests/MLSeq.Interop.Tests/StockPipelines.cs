using Microsoft.ML;
using Microsoft.ML.Transforms.Text;
using MLSeq.Tests;
using MLSeq.Text;

namespace MLSeq.Interop.Tests;

/// <summary>Pipelines of MLSeq's components with those that only Microsoft.ML itself has.</summary>
internal static class StockPipelines
{
    /// <summary>
    /// Words as they are written: lower-casing in a graph takes a locale of the machine that runs it. The sample data's
    /// words are all that is in them.
    /// </summary>
    public static Tokenizer Words { get; } = Tokenizers.Words(TextNormalization.None);

    /// <summary>Texts as bags of words in <c>Features</c>, in the form that ML.NET's exporter can express.</summary>
    public static IEstimator<ITransformer> Featurize(MLContext ml) => ml.Transforms.Text.FeaturizeText(
        "Features",
        new TextFeaturizingEstimator.Options
        {
            KeepDiacritics = true,
            CaseMode = TextNormalizingEstimator.CaseMode.None,
            CharFeatureExtractor = null,
        },
        "Text");

    /// <summary>SDCA on <c>Features</c>.</summary>
    public static IEstimator<ITransformer> Linear(MLContext ml) => ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 20);

    /// <summary>FeaturizeText and SDCA, whose scores end in <c>LinearScore</c>, then MLSeq's own, all for the same label.</summary>
    public static IEstimator<ITransformer> SideBySide(MLContext ml, int epochs = 8) =>
        ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Featurize(ml))
            .Append(Linear(ml))
            .Append(ml.Transforms.CopyColumns("LinearScore", "Score"))
            .Append(SampleData.Ids(ml, Words))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(epochs)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    /// <summary>MLSeq's scores beside a bag of words as the features of SDCA.</summary>
    public static IEstimator<ITransformer> Stacked(MLContext ml) =>
        ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(SampleData.Ids(ml, Words))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(2)))
            .Append(ml.Transforms.CopyColumns("SequenceScore", "Score"))
            .Append(Featurize(ml))
            .Append(ml.Transforms.Concatenate("Features", "Features", "SequenceScore"))
            .Append(Linear(ml))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    /// <summary>Stock n-grams over MLSeq's token ids, and SDCA.</summary>
    public static IEstimator<ITransformer> Ngrams(MLContext ml) =>
        ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(SampleData.Ids(ml, Words))
            .Append(ml.Transforms.Text.ProduceNgrams("Features", "Ids", ngramLength: 1, useAllLengths: false, weighting: NgramExtractingEstimator.WeightingCriteria.Tf))
            .Append(Linear(ml))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    /// <summary>Stock words and keys, and MLSeq's classifier.</summary>
    public static IEstimator<ITransformer> StockIds(MLContext ml, int epochs = 8) =>
        ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.Text.TokenizeIntoWords("Words", "Text"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Ids", "Words"))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(epochs)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
}
