using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Translation;

namespace MLSeq;

/// <summary>Trains a recurrent encoder-decoder to translate.</summary>
/// <remarks>
/// The feature column holds what is to be translated, the label column its translations. Each is text, which the options' tokenizers cut, or a vector of
/// token ids (<c>Key&lt;UInt32&gt;</c>) whose key values are the tokens. Rows are read anew for each epoch, unless they fit into one pool
/// (<see cref="SequenceTrainingOptions.ShufflePoolSize"/>). Rows where a side is empty are left out.
/// </remarks>
public sealed class SequenceTranslatingTrainer : IEstimator<SequenceTranslatingTransformer>
{
    private readonly IHost _host;
    private readonly SequenceTranslatorOptions _options;
    private readonly TranslationColumn _source;
    private readonly TranslationColumn _target;

    internal SequenceTranslatingTrainer(IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceTranslatorOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        _host = environment.Register(nameof(SequenceTranslatingTrainer));
        _options = options;
        (_source, _target) = (new(featureColumnName, "feature"), new(labelColumnName, "label"));
    }

    /// <summary>The name of the column of translations.</summary>
    public string LabelColumnName => _target.Name;

    /// <summary>The name of the column of what is translated.</summary>
    public string FeatureColumnName => _source.Name;

    /// <summary>Trains the network.</summary>
    /// <param name="input">Data with the label and feature columns; the validation fraction is held out from it.</param>
    /// <returns>The transformer with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentException">There are no rows, or all are empty or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    /// <exception cref="InvalidOperationException">No token is frequent enough, or training broke down.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public SequenceTranslatingTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the network, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the label and feature columns.</param>
    /// <param name="validationData">Data with the same columns; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public SequenceTranslatingTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        if (validationData is not null)
        {
            GetOutputSchema(SchemaShape.Create(validationData.Schema));
            ValidationData.Check(trainData.Schema, validationData.Schema, LabelColumnName, FeatureColumnName);
        }

        using var channel = _host.Start("Training");
        var seed = _options.Seed ?? _host.Rand.Next();
        var schema = trainData.Schema;
        var text = _options.TextOptions(_source.IsText(schema), _target.IsText(schema));
        var trainer = new TranslationTrainer(_options.NetworkOptions(), _options.TrainerOptions(seed, new ChannelProgress(channel, _options.Progress)), text);
        var (source, target) = Codecs(trainData, text);
        IEnumerable<SequencePair> Rows(IDataView data) => Pairs(data, source, target);
        var model = trainer.Fit(source, target, () => Rows(trainData), validationData is null ? null : () => Rows(validationData));
        if (model.Misfits is [var first, ..])
        {
            channel.Warning(
                MessageSensitivity.None, "{0} rows have an empty side, or one of more tokens than option {1}, {2}, and were left out, the first in row {3}{4}: {5} to translate, {6} in the translation.",
                model.Misfits.Count, nameof(_options.MaxTokens), _options.MaxTokens, first.Row, first.IsValidation ? " of the validation data" : string.Empty,
                first.SourceTokens, first.TargetTokens);
        }

        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", model.History!.BestEpoch);
        return new(_host, FeatureColumnName, _source.KeyCount(schema), model, new(_options.Search.Copy(), _options.ReplaceUnknown));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _source.Check(inputSchema);
        _target.Check(inputSchema);
        return Shapes.Add(inputSchema, [.. TranslationOutput.Of(_options.Search).Select(output => Shapes.Column(output.Name, output.Type))]);
    }

    private (TokenCodec Source, TokenCodec Target) Codecs(IDataView data, TranslationTextOptions text)
    {
        var schema = data.Schema;
        var (isSourceText, isTargetText) = (_source.IsText(schema), _target.IsText(schema));
        if (_options.ShareEmbeddings && (isSourceText != isTargetText || (!isSourceText && !_source.Tokens(schema).SequenceEqual(_target.Tokens(schema)))))
        {
            throw ColumnTypes.Mismatch(
                LabelColumnName, "label", $"text, or keys for the same values in the same order, as feature column '{FeatureColumnName}', since option {nameof(_options.ShareEmbeddings)} is on",
                isSourceText == isTargetText ? "keys for other values" : $"{schema[LabelColumnName].Type}");
        }

        IEnumerable<string> Sources() => _source.Texts(data, _options.CancellationToken);
        IEnumerable<string> Targets() => _target.Texts(data, _options.CancellationToken);
        return isSourceText && isTargetText
            ? text.Learn(Sources, Targets)
            : (isSourceText ? TokenCodec.Learn(text.SourceTokenizer, text.SourceVocabulary, Sources) : TokenCodec.OfTokens(text.SourceTokenizer, _source.Tokens(schema)),
               isTargetText ? TokenCodec.Learn(text.TargetTokenizer, text.TargetVocabulary, Targets) : TokenCodec.OfTokens(text.TargetTokenizer, _target.Tokens(schema)));
    }

    private IEnumerable<SequencePair> Pairs(IDataView data, TokenCodec source, TokenCodec target)
    {
        var schema = data.Schema;
        using var cursor = data.GetRowCursor([schema[FeatureColumnName], schema[LabelColumnName]]);
        var (readSource, readTarget) = (_source.MakeReader(cursor, source), _target.MakeReader(cursor, target));
        var ids = new List<int>();
        while (cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            ids.Clear();
            readSource(ids);
            int[] from = [.. ids, source.EndId];
            ids.Clear();
            readTarget(ids);
            yield return new() { Source = from, Target = [.. ids] };
        }
    }
}
