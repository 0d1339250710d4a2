using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Text;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Classification;

/// <summary>
/// The pipeline that the commands train: Text → Tokens → Ids → Score, PredictedLabel. Built on the public API alone, as
/// any user of MLSeq would.
/// </summary>
internal sealed class TextClassifier
{
    private readonly MLContext _ml;

    private TextClassifier(MLContext ml, ITransformer model)
    {
        _ml = ml;
        Model = model;
    }

    /// <summary>From the column Text to PredictedLabel and Score; needs no label column.</summary>
    public ITransformer Model { get; }

    private DataViewSchema InputSchema => _ml.Data.LoadFromEnumerable(Array.Empty<TextOnly>()).Schema;

    /// <summary>Trains on <paramref name="train"/>, which is read once for the vocabulary, once for the labels and once an epoch.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="train">The rows.</param>
    /// <param name="validation">Decides the best epoch; null: some of the training rows are held out.</param>
    /// <param name="tokenizer">Cuts the texts; trained here where it needs that.</param>
    /// <param name="vocabulary">Which tokens get an id of their own.</param>
    /// <param name="options">The network and its training.</param>
    public static TextClassifier Train(
        MLContext ml, IEnumerable<LabelledText> train, IEnumerable<LabelledText>? validation,
        Tokenizer tokenizer, VocabularyOptions vocabulary, SequenceClassifierOptions options)
    {
        var data = ml.Data.LoadFromEnumerable(train);
        var text = FitText(ml, data, tokenizer, vocabulary, options.WordVectors);
        var labels = ml.Transforms.Conversion.MapValueToKey("Label").Fit(data);
        IDataView Prepare(IDataView rows) => labels.Transform(text.Transform(rows));

        var trainer = ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", options);
        var prepared = Prepare(data);
        var classifier = validation is null ? trainer.Fit(prepared) : trainer.Fit(prepared, Prepare(ml.Data.LoadFromEnumerable(validation)));
        var back = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(classifier.Transform(prepared));
        return new TextClassifier(ml, text.Append(classifier).Append(back));
    }

    /// <summary>From Text to Ids. The words of vectors join those of the data, so that texts to come may have them.</summary>
    private static TransformerChain<TokenIdMappingTransformer> FitText(
        MLContext ml, IDataView data, Tokenizer tokenizer, VocabularyOptions options, WordVectors? vectors)
    {
        var text = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", tokenizer)
            .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", options))
            .Fit(data);
        if (vectors is null)
        {
            return text;
        }

        var own = text.LastTransformer.Vocabulary.Skip(1).ToList();
        if (vectors.Subwords is null && !own.Exists(vectors.Contains))
        {
            throw new ToolException(
                $"--vectors: none of the {own.Count} words of the training texts, such as '{own[0]}', has a vector; their words are such as '{vectors.Words[0]}'.");
        }

        var tokens = ((IEnumerable<ITransformer>)text).First();
        var words = Vocabulary.FromTokens(own.Union(vectors.Words, StringComparer.Ordinal));
        return tokens.Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", words).Fit(tokens.Transform(data)));
    }

    /// <summary>Saves in ML.NET's own format.</summary>
    public void SaveZip(string path) => AtomicFile.Write(path, stream => _ml.Model.Save(Model, InputSchema, stream));

    /// <summary>Saves as ONNX: text in, label and scores out.</summary>
    public void SaveOnnx(string path, SequenceOnnxExportOptions options) => _ml.Model.SaveAsOnnx(Model, InputSchema, path, options);
}
