using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Trains a recurrent language model on a column of texts or of token ids.</summary>
/// <remarks>
/// The feature column is text, which the options' tokenizer cuts, or a vector of token ids (<c>Key&lt;UInt32&gt;</c>) whose key
/// values are the tokens, in the order of falling frequency where the softmax is not a full one. Each row is a text for itself,
/// read anew for each epoch; or, with <see cref="LanguageModelOptions.ContinuousText"/>, a line of one long text, of which four bytes
/// a token are held in memory.
/// </remarks>
public sealed class LanguageModelEstimator : IEstimator<LanguageModelTransformer>
{
    private readonly IHost _host;
    private readonly LanguageModelOptions _options;

    internal LanguageModelEstimator(IHostEnvironment environment, string featureColumnName, LanguageModelOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        _host = environment.Register(nameof(LanguageModelEstimator));
        _options = options;
        FeatureColumnName = featureColumnName;
    }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName { get; }

    /// <summary>Trains the model.</summary>
    /// <param name="input">Data with the feature column; the validation fraction is held out from it.</param>
    /// <returns>The transformer with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    /// <exception cref="ArgumentException">There is no text, or an option does not fit its tokens.</exception>
    /// <exception cref="InvalidOperationException">No token is frequent enough, or training broke down.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public LanguageModelTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the model, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the feature column.</param>
    /// <param name="validationData">Data with the same column; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public LanguageModelTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        if (validationData is not null)
        {
            GetOutputSchema(SchemaShape.Create(validationData.Schema));
            ValidationData.Check(trainData.Schema, validationData.Schema, FeatureColumnName);
        }

        using var channel = _host.Start("Training");
        var seed = _options.Seed ?? _host.Rand.Next();
        var training = _options.TrainerOptions(seed, new ChannelProgress(channel, _options.Progress));
        var column = trainData.Schema[FeatureColumnName];
        var isText = column.Type is TextDataViewType;
        var trainer = new LanguageModelTrainer(
            _options.NetworkOptions(1, 1, NetworkOutput.Softmax), training, _options.TextOptions(isText ? Tokenizers.Words() : Tokenizers.Whitespace()));
        var model = isText
            ? trainer.Fit(() => Texts(trainData), validationData is null ? null : () => Texts(validationData))
            : FitIds(trainer, trainData, validationData);
        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", model.History!.BestEpoch);
        return new(_host, FeatureColumnName, isText ? null : column.KeyCount(), model);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, FeatureColumnName, "feature");
        if (!column.IsText() && !column.IsIds())
        {
            throw ColumnTypes.Mismatch(column, "feature", LanguageModelTransformer.ExpectedType);
        }

        return Shapes.Add(inputSchema, [.. LanguageModelTransformer.OutputNames.Select(
            name => new SchemaShape.Column(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false))]);
    }

    private LanguageModel FitIds(LanguageModelTrainer trainer, IDataView trainData, IDataView? validationData)
    {
        var codec = TokenCodec.OfTokens(
            _options.Tokenizer ?? Tokenizers.Whitespace(), WordReader.KeyWords(trainData.Schema[FeatureColumnName], "feature"), _options.ContinuousText);
        return trainer.Fit(codec, () => Ids(trainData), validationData is null ? null : () => Ids(validationData));
    }

    private IEnumerable<string> Texts(IDataView data)
    {
        var column = data.Schema[FeatureColumnName];
        using var cursor = data.GetRowCursor([column]);
        var get = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        while (cursor.MoveNext())
        {
            get(ref text);
            yield return text.ToString();
        }
    }

    private IEnumerable<(int[] Ids, float[]? Features)> Ids(IDataView data)
    {
        using var cursor = data.GetRowCursor([data.Schema[FeatureColumnName]]);
        var reader = FeatureReader.Create(cursor, FeatureColumnName, 0);
        while (cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            reader.Read();
            yield return (reader.Ids.ToArray(), null);
        }
    }
}
