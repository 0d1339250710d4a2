using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.LanguageModels;

namespace MLSeq;

/// <summary>Trains a recurrent network to write a text that starts from a feature vector.</summary>
/// <remarks>
/// The label column is text, the feature column a vector of Single of known size. Features make the recurrent layers' first states through a layer of
/// tanh units, so their values should be about the size of 1: <c>NormalizeMeanVariance</c> before it sees to that. Rows are read anew for each epoch,
/// unless they fit into one pool (<see cref="SequenceTrainingOptions.ShufflePoolSize"/>).
/// </remarks>
public sealed class SequenceCaptioningTrainer : IEstimator<SequenceCaptioningTransformer>
{
    private const string ExpectedFeatures = ColumnTypes.Frames + " of known size";

    private readonly IHost _host;
    private readonly SequenceCaptionerOptions _options;

    internal SequenceCaptioningTrainer(IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceCaptionerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        _host = environment.Register(nameof(SequenceCaptioningTrainer));
        (_options, LabelColumnName, FeatureColumnName) = (options, labelColumnName, featureColumnName);
    }

    /// <summary>The name of the label column.</summary>
    public string LabelColumnName { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName { get; }

    /// <summary>Trains the network.</summary>
    /// <param name="input">Data with the label and feature columns; the validation fraction is held out from it.</param>
    /// <returns>The transformer with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    /// <exception cref="InvalidOperationException">There are no texts, no token is frequent enough, a feature is not a finite number, or training broke down.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public SequenceCaptioningTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the network, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the label and feature columns.</param>
    /// <param name="validationData">Data with the same columns; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public SequenceCaptioningTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        var featureType = trainData.Schema[FeatureColumnName].Type;
        var featureSize = ((VectorDataViewType)featureType).Size;
        if (validationData is not null)
        {
            GetOutputSchema(SchemaShape.Create(validationData.Schema));
            var column = validationData.Schema[FeatureColumnName];
            if (!column.Type.Equals(featureType))
            {
                throw ColumnTypes.Mismatch(column, "validation", $"{featureType}, as in the training data");
            }
        }

        using var channel = _host.Start("Training");
        var seed = _options.Seed ?? _host.Rand.Next();
        var trainer = new LanguageModelTrainer(
            _options.NetworkOptions(featureSize), _options.TrainerOptions(seed, new ChannelProgress(channel, _options.Progress)), _options.TextOptions());
        var model = trainer.FitFromFeatures(() => Rows(trainData, featureSize), validationData is null ? null : () => Rows(validationData, featureSize));
        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", model.History!.BestEpoch);
        return new(_host, FeatureColumnName, model, _options.Search);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var label = ColumnTypes.Find(inputSchema, LabelColumnName, "label");
        if (!label.IsText())
        {
            throw ColumnTypes.Mismatch(label, "label", ColumnTypes.Text);
        }

        var feature = ColumnTypes.Find(inputSchema, FeatureColumnName, "feature");
        if (!feature.IsFrames() || feature.Kind != SchemaShape.Column.VectorKind.Vector)
        {
            throw ColumnTypes.Mismatch(feature, "feature", ExpectedFeatures);
        }

        return Shapes.Add(
            inputSchema,
            new(SequenceCaptioningTransformer.Caption, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
            new(SequenceCaptioningTransformer.LogProbability, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false),
            new(ColumnNames.Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false));
    }

    private IEnumerable<(string Text, float[] Features)> Rows(IDataView data, int featureSize)
    {
        var schema = data.Schema;
        using var cursor = data.GetRowCursor([schema[LabelColumnName], schema[FeatureColumnName]]);
        var getText = cursor.GetGetter<ReadOnlyMemory<char>>(schema[LabelColumnName]);
        var reader = FeatureReader.Create(cursor, FeatureColumnName, featureSize);
        ReadOnlyMemory<char> text = default;
        while (cursor.MoveNext())
        {
            getText(ref text);
            reader.Read();
            yield return (text.ToString(), reader.Frames.ToArray());
        }
    }
}
