using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Text;

namespace MLSeq.Tool.Tagging;

/// <summary>The pipeline that the commands train and load: Tokens → Ids → PredictedLabel. Built on the public API alone, as any user of MLSeq would.</summary>
internal sealed class TokenTagger
{
    private readonly MLContext _ml;
    private readonly ITransformer _model;

    private TokenTagger(MLContext ml, ITransformer model) => (_ml, _model) = (ml, model);

    private DataViewSchema InputSchema => _ml.Data.LoadFromEnumerable(Array.Empty<TokensOnly>()).Schema;

    /// <summary>Trains on <paramref name="train"/>, which is read once for the vocabulary, once for the tags and once an epoch.</summary>
    public static TokenTagger Train(
        MLContext ml, IEnumerable<TaggedRow> train, IEnumerable<TaggedRow>? validation, VocabularyOptions vocabulary, SequenceTaggerOptions options)
    {
        var data = ml.Data.LoadFromEnumerable(train);
        var ids = ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", vocabulary).Fit(data);
        if (options.WordVectors is { } vectors)
        {
            // The words of vectors join those of the data, so that texts to come may have them.
            var words = ids.Vocabulary.Skip(1).Union(vectors.Words, StringComparer.Ordinal);
            ids = ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens(words)).Fit(data);
        }

        var tags = ml.Transforms.Conversion.MapValueToKey("Tags").Fit(data);
        IDataView Prepare(IDataView rows) => tags.Transform(ids.Transform(rows));
        var trainer = ml.Sequences().Trainers.Tagger("Tags", "Ids", options);
        var prepared = Prepare(data);
        var tagger = validation is null ? trainer.Fit(prepared) : trainer.Fit(prepared, Prepare(ml.Data.LoadFromEnumerable(validation)));
        var back = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(tagger.Transform(prepared));
        return new(ml, new TransformerChain<ITransformer>(ids, tagger, back));
    }

    /// <summary>Saves in ML.NET's own format.</summary>
    public void SaveZip(string path) => AtomicFile.Write(path, stream => _ml.Model.Save(_model, InputSchema, stream));

    /// <summary>Saves as ONNX: tokens in, tags and scores out.</summary>
    public void SaveOnnx(string path, SequenceOnnxExportOptions options) => _ml.Model.SaveAsOnnx(_model, InputSchema, path, options);
}
