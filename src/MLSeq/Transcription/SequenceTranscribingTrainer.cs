using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;
using MLSeq.Transcription;

namespace MLSeq;

/// <summary>Trains a recurrent network to write down what is said.</summary>
/// <remarks>
/// The label column is text, the feature column a vector of Single, T time steps of the frame size. Rows are read anew for each epoch, unless they fit into
/// one pool (<see cref="SequenceTrainingOptions.ShufflePoolSize"/>). A text that takes more time steps than its row has is left out, with a warning in the log.
/// </remarks>
public sealed class SequenceTranscribingTrainer : IEstimator<SequenceTranscribingTransformer>
{
    private readonly IHost _host;
    private readonly SequenceTranscriberOptions _options;
    private readonly FeatureColumn _features;

    internal SequenceTranscribingTrainer(IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceTranscriberOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        _host = environment.Register(nameof(SequenceTranscribingTrainer));
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
    /// <exception cref="ArgumentException">There are no rows, or all of their texts take more time steps than there are.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    /// <exception cref="InvalidOperationException">The texts have no tokens, or a frame is incomplete or not of finite numbers.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public SequenceTranscribingTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the network, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the label and feature columns.</param>
    /// <param name="validationData">Data with the same columns; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public SequenceTranscribingTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        if (validationData is not null)
        {
            GetOutputSchema(SchemaShape.Create(validationData.Schema));
        }

        using var channel = _host.Start("Training");
        var seed = _options.Seed ?? _host.Rand.Next();
        var trainer = new TranscriberTrainer(
            _options.NetworkOptions(0, 2, NetworkOutput.ConnectionistTemporalClassification),
            _options.TrainerOptions(seed, new ChannelProgress(channel, _options.Progress)), _options.Tokenizer, _options.Vocabulary);
        var transcriber = trainer.Fit(() => Rows(trainData), validationData is null ? null : () => Rows(validationData), () => Texts(trainData));
        if (transcriber.Misfits is [var first, ..])
        {
            channel.Warning(
                MessageSensitivity.None, "{0} texts take more time steps than their rows have and were left out, the first in row {1}: {2} for {3}.",
                transcriber.Misfits.Count, first.Row, first.Needed, first.Steps);
        }

        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", transcriber.History!.BestEpoch);
        return new(_host, FeatureColumnName, transcriber, _options.Search);
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

        _features.Check(inputSchema);
        return Shapes.Add(
            inputSchema,
            new(SequenceTranscribingTransformer.Transcript, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
            new(SequenceTranscribingTransformer.LogProbability, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false),
            new(ColumnNames.Score, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, false));
    }

    private IEnumerable<string> Texts(IDataView data) => data.GetColumn<ReadOnlyMemory<char>>(LabelColumnName).Select(text => text.ToString());

    private IEnumerable<TranscribedFrames> Rows(IDataView data)
    {
        var schema = data.Schema;
        using var cursor = data.GetRowCursor([schema[LabelColumnName], schema[FeatureColumnName]]);
        var getText = cursor.GetGetter<ReadOnlyMemory<char>>(schema[LabelColumnName]);
        var reader = FeatureReader.Create(cursor, FeatureColumnName, _options.FrameSize);
        ReadOnlyMemory<char> text = default;
        while (cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            getText(ref text);
            reader.Read();
            yield return new(reader.Frames.ToArray(), text.ToString());
        }
    }
}
