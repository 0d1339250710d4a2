using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Trains a recurrent network to tag each token, or frame, of a sequence.</summary>
/// <remarks>
/// The label column is a vector of keys, one for each step (<c>MapValueToKey</c> makes them of tags as text); missing keys are not counted. The
/// feature column is a vector of token ids (<c>Key&lt;UInt32&gt;</c>; 0 is the unknown token) or of frames (Single, T times the frame size).
/// Rows are read anew for each epoch, so memory does not grow with their number.
/// <para>
/// The network is an embedding of the tokens, beside it what is made of their characters (Lample et al., 2016; Ma and Hovy, 2016), recurrent
/// layers, and a dense output for each step with a softmax or a conditional random field (Lafferty et al., 2001) over all of them.
/// </para>
/// </remarks>
public sealed class SequenceTaggingTrainer : IEstimator<SequenceTaggingTransformer>
{
    private readonly IHost _host;
    private readonly SequenceTaggerOptions _options;
    private readonly FeatureColumn _features;

    internal SequenceTaggingTrainer(IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceTaggerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(featureColumnName);
        options.Check();
        _host = environment.Register(nameof(SequenceTaggingTrainer));
        _options = options;
        _features = new(featureColumnName, options);
        LabelColumnName = labelColumnName;
    }

    /// <summary>The name of the label column.</summary>
    public string LabelColumnName { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName => _features.Name;

    /// <summary>Trains the network.</summary>
    /// <param name="input">Data with the label, feature and token columns; the validation fraction is held out from it.</param>
    /// <returns>The transformer with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type, or a tag is not in the scheme.</exception>
    /// <exception cref="InvalidOperationException">
    /// The data is empty, or has one tag only; tags, tokens and steps of a row differ in number; none of the words is in the word vectors.
    /// </exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public SequenceTaggingTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the network, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the label, feature and token columns.</param>
    /// <param name="validationData">Data with the same columns; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public SequenceTaggingTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        using var channel = _host.Start("Training");
        var tags = new TagColumn(trainData.Schema[LabelColumnName], _options.Scheme);
        var rows = Rows(trainData, tags);
        var survey = rows.Survey();
        Warn(channel, survey.Repaired, "training");
        var validation = ValidationRows(trainData, validationData);
        if (validation is not null)
        {
            Warn(channel, validation.Survey().Repaired, "validation");
        }

        var characters = _options.HasCharacters ? survey.Characters.Build() : null;
        var network = Network(trainData.Schema, tags, characters, channel, out var seed);
        var spellings = characters is null ? null : new WordSpellings(characters);
        var trainer = new SequenceTrainer(network, _options.TrainerOptions(seed, new ChannelProgress(channel, _options.Progress)));
        var history = trainer.Fit(() => rows.Read(spellings), validation is null ? null : () => validation.Read(spellings));
        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", history.BestEpoch);
        return new(
            _host, FeatureColumnName, characters is null ? null : _options.TokenColumnName, _options.Scheme, characters,
            new SequenceModel(network, 1, 0, history), tags.Values);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var label = ColumnTypes.Find(inputSchema, LabelColumnName, "label");
        if (!label.IsIds())
        {
            throw ColumnTypes.Mismatch(label, "label", $"{ColumnTypes.Ids}, a tag for each step (MapValueToKey makes them of text)");
        }

        _features.Check(inputSchema);
        if (_options.HasCharacters && ColumnTypes.Find(inputSchema, _options.TokenColumnName, "token") is var tokens && !tokens.IsTextVector())
        {
            throw ColumnTypes.Mismatch(tokens, "token", $"{ColumnTypes.TextVector}, since option {nameof(SequenceTaggerOptions.Characters)} is {_options.Characters}");
        }

        return Shapes.Add(inputSchema, OutputShape(label));
    }

    private static SchemaShape.Column[] OutputShape(SchemaShape.Column label)
    {
        List<SchemaShape.Column> predicted = [];
        List<SchemaShape.Column> score = [];
        if (label.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values))
        {
            predicted.Add(values);
            score.Add(new(AnnotationKinds.TrainingLabelValues, values.Kind, values.ItemType, false));
        }

        const SchemaShape.Column.VectorKind Variable = SchemaShape.Column.VectorKind.VariableVector;
        return
        [
            new(ColumnNames.PredictedLabel, Variable, NumberDataViewType.UInt32, true, new SchemaShape(predicted)),
            new(ColumnNames.Score, Variable, NumberDataViewType.Single, false, new SchemaShape(score)),
        ];
    }

    private SequenceNetwork Network(DataViewSchema schema, TagColumn tags, Vocabulary? characters, IChannel channel, out int seed)
    {
        var shape = _options.NetworkOptions(1, tags.ClassCount, _options.Output);
        shape.CharacterVocabularySize = characters?.Count ?? 0;
        seed = _options.Seed ?? _host.Rand.Next();
        var network = _features.CreateNetwork(schema, shape, seed, _options.LowerCaseWordVectors, channel);
        if (_options.Crf)
        {
            tags.Constraints?.Apply(network);
        }

        return network;
    }

    private TaggedRows Rows(IDataView data, TagColumn tags) => new(
        data, tags, FeatureColumnName, _options.FrameSize, _options.HasCharacters ? _options.TokenColumnName : null, _options.CancellationToken);

    private TaggedRows? ValidationRows(IDataView trainData, IDataView? validationData)
    {
        if (validationData is null)
        {
            return null;
        }

        GetOutputSchema(SchemaShape.Create(validationData.Schema));
        ValidationData.Check(trainData.Schema, validationData.Schema, LabelColumnName, FeatureColumnName);
        return Rows(validationData, new TagColumn(validationData.Schema[LabelColumnName], _options.Scheme));
    }

    private void Warn(IChannel channel, long repaired, string data)
    {
        if (repaired > 0)
        {
            channel.Warning(
                MessageSensitivity.None, "{0} tags of the {1} data violate the scheme {2} and were repaired by conlleval's rules.", repaired, data, _options.Scheme);
        }
    }
}
