using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>Trains a recurrent network on sequences of token ids or frames.</summary>
/// <typeparam name="TTransformer">The transformer that scores with the network.</typeparam>
/// <remarks>
/// The feature column is a vector of token ids (<c>Key&lt;UInt32&gt;</c>; 0 is the unknown token) or of frames
/// (Single, T times the frame size). Rows are read anew for each epoch, so memory does not grow with their number;
/// put <c>AppendCacheCheckpoint</c> before the trainer where reading is slow and memory plenty. Rows without label
/// are left out.
/// <para>
/// The network is an embedding of the tokens, recurrent layers, dense layers where the options ask for them, a pooling over time and
/// a dense output. It is trained by gradient descent, Adam (Kingma and Ba, 2015) by default, on gradients clipped by their global norm
/// (Pascanu et al., 2013), on batches of similar length, and keeps the weights of the epoch with the lowest validation loss. With a
/// <see cref="SequenceTrainingOptions.CheckpointPath"/> a run that was cancelled or killed goes on where it was; set
/// <see cref="SequenceTrainingOptions.Seed"/> then, since the context's next seed would be another.
/// </para>
/// </remarks>
public abstract class SequenceLearner<TTransformer> : IEstimator<TTransformer>
    where TTransformer : SequencePredictionTransformer
{
    private readonly IHost _host;
    private readonly SequenceLearnerOptions _options;
    private readonly FeatureColumn _features;

    private protected SequenceLearner(
        IHostEnvironment environment, string name, string labelColumnName, string featureColumnName, SequenceLearnerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        _host = environment.Register(name);
        _options = options;
        _features = new(featureColumnName, options);
        LabelColumnName = labelColumnName;
    }

    /// <summary>The name of the label column.</summary>
    public string LabelColumnName { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName => _features.Name;

    /// <summary>Trains the network.</summary>
    /// <param name="input">Data with the label and feature columns; the validation fraction is held out from it.</param>
    /// <returns>The transformer with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    /// <exception cref="InvalidOperationException">
    /// The data is empty, has no label or one class only, or holds a frame, target or weight that is not a finite number; or none of its
    /// words is in the word vectors.
    /// </exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or belongs to other options or data.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public TTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the network, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the label and feature columns.</param>
    /// <param name="validationData">Data with the same columns; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public TTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        using var channel = _host.Start("Training");

        var labels = new LabelColumn(trainData.Schema[LabelColumnName]);
        var rows = Rows(trainData, labels);
        var survey = rows.Survey();
        if (survey.Labelled < survey.Rows)
        {
            channel.Warning(
                MessageSensitivity.None, "{0} of {1} rows have no label and are left out.", survey.Rows - survey.Labelled, survey.Rows);
        }

        var validation = ValidationRows(trainData, validationData);
        validation?.Survey();

        var seed = _options.Seed ?? _host.Rand.Next();
        var shape = _options.NetworkOptions(1, OutputSize(labels), Output);
        var network = _features.CreateNetwork(trainData.Schema, shape, seed, lowerCase: false, channel);
        var (scale, offset) = Target(survey);
        Func<float, float> target = label => (label - offset) / scale;
        var trainer = new SequenceTrainer(network, _options.TrainerOptions(seed, new ChannelProgress(channel, _options.Progress)));
        var history = trainer.Fit(() => rows.Read(target), validation is null ? null : () => validation.Read(target));
        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", history.BestEpoch);
        return CreateTransformer(_host, new SequenceModel(Scorable(network), scale, offset, history), labels);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var label = ColumnTypes.Find(inputSchema, LabelColumnName, "label");
        if (!IsLabel(label))
        {
            throw ColumnTypes.Mismatch(label, "label", ExpectedLabel);
        }

        _features.Check(inputSchema);
        ExampleWeights.Check(inputSchema, _options.ExampleWeightColumnName);

        return Shapes.Add(inputSchema, OutputShape(label));
    }

    /// <summary>What the network's outputs are while it is trained.</summary>
    private protected abstract NetworkOutput Output { get; }

    private protected abstract string ExpectedLabel { get; }

    private protected abstract bool IsLabel(SchemaShape.Column column);

    private protected abstract int OutputSize(LabelColumn labels);

    private protected abstract SchemaShape.Column[] OutputShape(SchemaShape.Column label);

    private protected abstract TTransformer CreateTransformer(IHostEnvironment environment, SequenceModel model, LabelColumn labels);

    /// <summary>The training target is the label less the offset, divided by the scale.</summary>
    private protected virtual (float Scale, float Offset) Target(LabelSurvey survey) => (1, 0);

    /// <summary>The network as the transformer needs it.</summary>
    private protected virtual SequenceNetwork Scorable(SequenceNetwork network) => network;

    private TrainingRows Rows(IDataView data, LabelColumn labels) =>
        new(data, labels, FeatureColumnName, _options.FrameSize, _options.ExampleWeightColumnName, _options.CancellationToken);

    private TrainingRows? ValidationRows(IDataView trainData, IDataView? validationData)
    {
        if (validationData is null)
        {
            return null;
        }

        GetOutputSchema(SchemaShape.Create(validationData.Schema));
        ValidationData.Check(trainData.Schema, validationData.Schema, LabelColumnName, FeatureColumnName);
        return Rows(validationData, new LabelColumn(validationData.Schema[LabelColumnName]));
    }
}
