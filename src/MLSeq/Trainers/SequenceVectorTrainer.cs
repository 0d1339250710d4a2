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

    internal SequenceVectorTrainer(
        IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceVectorOptions options, NetworkOutput output)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        OptionCheck.Require(options.LabelSize >= 0, nameof(options.LabelSize), options.LabelSize, "0 or more");
        OptionCheck.Require(options.WordVectors is null, nameof(options.WordVectors), "given", "none");
        _host = environment.Register(nameof(SequenceVectorTrainer));
        _options = options;
        _output = output;
        LabelColumnName = labelColumnName;
        FeatureColumnName = featureColumnName;
    }

    /// <summary>The name of the label column.</summary>
    public string LabelColumnName { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName { get; }

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
        if (validationData is not null)
        {
            GetOutputSchema(SchemaShape.Create(validationData.Schema));
        }

        using var channel = _host.Start("Training");
        var labelSize = LabelSize(trainData.Schema[LabelColumnName]);
        var rows = new VectorTrainingRows(trainData, LabelColumnName, FeatureColumnName, _options, labelSize);
        var (mean, deviation, count, labelled) = rows.Survey();
        if (labelled < count)
        {
            channel.Warning(MessageSensitivity.None, "{0} of {1} rows have no label and are left out.", count - labelled, count);
        }

        var (scale, offset) = _output == NetworkOutput.Linear ? (deviation, mean) : (1, 0);
        var vocabularySize = _options.FrameSize > 0 ? 0 : trainData.Schema[FeatureColumnName].KeyCount() + 1;
        var seed = _options.Seed ?? _host.Rand.Next();
        var shape = _options.NetworkOptions(vocabularySize, labelSize, _output);
        shape.Pooling = _options.EachStep ? SequencePooling.None : shape.Pooling;
        var network = new SequenceNetwork(shape, seed);
        var validation = validationData is null
            ? null
            : new VectorTrainingRows(validationData, LabelColumnName, FeatureColumnName, _options, labelSize);
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

        var feature = ColumnTypes.Find(inputSchema, FeatureColumnName, "feature");
        if (_options.FrameSize > 0 ? !feature.IsFrames() : !feature.IsIds())
        {
            throw ColumnTypes.Mismatch(
                feature, "feature",
                $"{(_options.FrameSize > 0 ? ColumnTypes.Frames : ColumnTypes.Ids)}, since option {nameof(SequenceLearnerOptions.FrameSize)} is {_options.FrameSize}");
        }

        ExampleWeights.Check(inputSchema, _options.ExampleWeightColumnName);

        var kind = _options.EachStep ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return Shapes.Add(
            inputSchema,
            new SchemaShape.Column(ColumnNames.Score, kind, NumberDataViewType.Single, false, new SchemaShape(Annotations.PredictionShape())));
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
