using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.TriggerWords;

namespace MLSeq;

/// <summary>Trains a recurrent network to hear a word in sound.</summary>
/// <remarks>
/// The label column is a vector of Single, the seconds at which the word ends in the row's sound, none or more. The audio column is text, names of WAV
/// files, or a vector of Single, samples at the rate of <see cref="TriggerWordDetectorOptions.Features"/>. Rows are read once; their features are held in
/// memory. A <see cref="TriggerClipComposer"/> makes rows of recordings of single words.
/// </remarks>
public sealed class TriggerWordDetectingTrainer : IEstimator<TriggerWordDetectingTransformer>
{
    private readonly IHost _host;
    private readonly TriggerWordDetectorOptions _options;

    internal TriggerWordDetectingTrainer(IHostEnvironment environment, string labelColumnName, string audioColumnName, TriggerWordDetectorOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(audioColumnName);
        options.Check();
        _host = environment.Register(nameof(TriggerWordDetectingTrainer));
        (_options, LabelColumnName, AudioColumnName) = (options, labelColumnName, audioColumnName);
    }

    /// <summary>The name of the label column.</summary>
    public string LabelColumnName { get; }

    /// <summary>The name of the audio column.</summary>
    public string AudioColumnName { get; }

    /// <summary>Trains the network.</summary>
    /// <param name="input">Data with the label and audio columns; the validation fraction is held out from it.</param>
    /// <returns>The transformer with the weights of the best epoch.</returns>
    /// <exception cref="ArgumentException">There are no rows, or the word is in none of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    /// <exception cref="InvalidOperationException">A file cannot be read, a sample is not finite, or a time is outside of its sound; names the row.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public TriggerWordDetectingTransformer Fit(IDataView input) => Fit(input, validationData: null);

    /// <summary>Trains the network, with the best epoch found on data of its own.</summary>
    /// <param name="trainData">Data with the label and audio columns.</param>
    /// <param name="validationData">Data with the same columns; null to hold out a fraction of the training data.</param>
    /// <inheritdoc cref="Fit(IDataView)"/>
    public TriggerWordDetectingTransformer Fit(IDataView trainData, IDataView? validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        GetOutputSchema(SchemaShape.Create(trainData.Schema));
        if (validationData is not null)
        {
            GetOutputSchema(SchemaShape.Create(validationData.Schema));
        }

        using var channel = _host.Start("Training");
        var trainer = _options.Trainer(_options.Seed ?? _host.Rand.Next(), new ChannelProgress(channel, _options.Progress));
        var detector = trainer.Fit(Clips(trainData), validationData is null ? null : Clips(validationData), _options.Detection);
        channel.Info(MessageSensitivity.None, "The weights of epoch {0} are kept.", detector.History!.BestEpoch);
        return new(_host, AudioColumnName, detector);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var label = ColumnTypes.Find(inputSchema, LabelColumnName, "label");
        if (!label.IsFrames())
        {
            throw ColumnTypes.Mismatch(label, "label", $"{ColumnTypes.Frames} (the seconds at which the word ends)");
        }

        AudioReader.Check(inputSchema, AudioColumnName);
        return Shapes.Add(inputSchema, [.. TriggerWordDetectingTransformer.OutputNames.Select(
            name => new SchemaShape.Column(name, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, false))]);
    }

    private IEnumerable<TriggerClip> Clips(IDataView data)
    {
        using var cursor = data.GetRowCursor([data.Schema[LabelColumnName], data.Schema[AudioColumnName]]);
        var times = FeatureReader.Create(cursor, LabelColumnName, frameSize: 1);
        var audio = new AudioReader(cursor, AudioColumnName, _options.Features.SampleRate);
        while (cursor.MoveNext())
        {
            times.Read();
            var clip = audio.Read();
            double[] ends = [.. times.Frames.ToArray().Select(t => (double)t).Order()];

            // Times are rounded to single precision, and by whoever wrote them.
            var most = clip.Duration.TotalSeconds + 0.01;
            yield return ends.Length == 0 || (ends[0] >= 0 && ends[^1] <= most)
                ? new(clip, ends)
                : throw new InvalidOperationException(
                    $"Row {cursor.Position}: label column '{LabelColumnName}' has {(ends[0] < 0 ? ends[0] : ends[^1]):0.###}; "
                    + $"expected seconds from 0 to the end of the sound, {clip.Duration.TotalSeconds:0.###}.");
        }
    }
}
