using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>Trains a recurrent network whose answer to a sequence, or to each of its steps, is a vector: of probabilities or of numbers.</summary>
/// <remarks>
/// The feature column is a vector of token ids (<c>Key&lt;UInt32&gt;</c>) or of frames (Single, T times the frame size), the label column a
/// vector of Single: 0 and 1 for labels, any numbers for a regression, whose values are standardized together for the training. Rows with an
/// empty label are left out. Rows are read anew for each epoch, so memory does not grow with their number.
/// </remarks>
public sealed class SequenceVectorTrainer : IEstimator<SequenceVectorTransformer>
{
    private readonly IHost _host;
    private readonly SequenceVectorOptions _options;
    private readonly NetworkOutput _output;
    private readonly FeatureColumn _features;

    internal SequenceVectorTrainer(
        IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceVectorOptions options, NetworkOutput output)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        OptionCheck.Require(options.LabelSize >= 0, nameof(options.LabelSize), options.LabelSize, "0 or more");
        _host = environment.Register(nameof(SequenceVectorTrainer));
        _options = options;
        _output = output;
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
    /// <exception cref="ArgumentException">A label does not fit its sequence; the message names the row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    /// <exception cref="InvalidOperationException">No row has a label, or a frame, label or weight is not a finite number.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public SequenceVectorTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the network, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the label and feature columns.</param>
    /// <param name="validationData">Data with the same columns; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public SequenceVectorTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        using var channel = _host.Start("Training");
        var labelSize = LabelSize(trainData.Schema[LabelColumnName]);
        var rows = Rows(trainData, labelSize);
        var validation = ValidationRows(trainData, validationData, labelSize);
        var (mean, deviation, count, labelled) = rows.Survey();
        if (labelled < count)
        {
            channel.Warning(MessageSensitivity.None, "{0} of {1} rows have no label and are left out.", count - labelled, count);
        }

        var (scale, offset) = _output == NetworkOutput.Linear ? (deviation, mean) : (1, 0);
        var seed = _options.Seed ?? _host.Rand.Next();
        var shape = _options.NetworkOptions(1, labelSize, _output);
        shape.Pooling = _options.EachStep ? SequencePooling.None : shape.Pooling;
        var network = _features.CreateNetwork(trainData.Schema, shape, seed, lowerCase: false, channel);
        var trainer = new SequenceTrainer(network, _options.TrainerOptions(seed, new ChannelProgress(channel, _options.Progress)));
        var history = trainer.Fit(() => rows.Read(scale, offset), validation is null ? null : () => validation.Read(scale, offset));
        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", history.BestEpoch);
        return new(_host, FeatureColumnName, new SequenceModel(network, scale, offset, history));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var label = ColumnTypes.Find(inputSchema, LabelColumnName, "label");
        if (!label.IsFrames())
        {
            throw ColumnTypes.Mismatch(label, "label", ColumnTypes.Frames);
        }

        _features.Check(inputSchema);
        ExampleWeights.Check(inputSchema, _options.ExampleWeightColumnName);

        var kind = _options.EachStep ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return Shapes.Add(
            inputSchema,
            new SchemaShape.Column(ColumnNames.Score, kind, NumberDataViewType.Single, false, new SchemaShape(Annotations.PredictionShape())));
    }

    private VectorTrainingRows Rows(IDataView data, int labelSize) => new(data, LabelColumnName, FeatureColumnName, _options, labelSize);

    private VectorTrainingRows? ValidationRows(IDataView trainData, IDataView? validationData, int labelSize)
    {
        if (validationData is null)
        {
            return null;
        }

        GetOutputSchema(SchemaShape.Create(validationData.Schema));
        ValidationData.Check(trainData.Schema, validationData.Schema, LabelColumnName, FeatureColumnName);
        var label = validationData.Schema[LabelColumnName];
        return LabelSize(label) == labelSize
            ? Rows(validationData, labelSize)
            : throw ColumnTypes.Mismatch(label, "validation", $"{trainData.Schema[LabelColumnName].Type}, as in the training data");
    }

    private int LabelSize(DataViewSchema.Column label)
    {
        var known = ((VectorDataViewType)label.Type).Size;
        if (_options.EachStep || _options.LabelSize > 0)
        {
            var size = Math.Max(1, _options.LabelSize);
            return _options.EachStep || known == 0 || known == size
                ? size
                : throw ColumnTypes.Mismatch(label, "label", $"{ColumnTypes.Frames} of size {size}, as option {nameof(SequenceVectorOptions.LabelSize)} says");
        }

        return known > 0
            ? known
            : throw ColumnTypes.Mismatch(
                label, "label", $"{ColumnTypes.Frames} of known size, or option {nameof(SequenceVectorOptions.LabelSize)} to say it");
    }
}
