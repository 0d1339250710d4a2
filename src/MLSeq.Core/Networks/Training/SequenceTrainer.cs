namespace MLSeq.Networks.Training;

/// <summary>
/// Trains a <see cref="SequenceNetwork"/> on batches of similar lengths. Rows are streamed: memory grows with the
/// network, one pool of rows and one batch. After each epoch the loss on held-out rows is measured; training ends when it has not
/// improved for some epochs, and the network keeps the weights of its best one.
/// </summary>
public sealed class SequenceTrainer
{
    private readonly SequenceNetwork _network;
    private readonly SequenceTrainerOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network; training starts from its present weights and changes them.</param>
    /// <param name="options">How to train; copied.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public SequenceTrainer(SequenceNetwork network, SequenceTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _network = network;
        _options = options.Copy();
    }

    /// <summary>Trains.</summary>
    /// <param name="read">
    /// Enumerates the same rows in the same order at each call: once or twice an epoch, and once more to tell the data from other data
    /// where there is a checkpoint, and to count the steps of a cosine.
    /// </param>
    /// <param name="validation">
    /// Enumerates the rows to validate on; without it, <see cref="SequenceTrainerOptions.ValidationFraction"/> of the rows
    /// are held out, chosen by their place in the source and the seed.
    /// </param>
    /// <returns>What each epoch came to.</returns>
    /// <exception cref="ArgumentException">There are no rows, or a row does not fit the network; the message names it by its place, from 0.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or belongs to other options or data; the message names what differs.</exception>
    /// <exception cref="InvalidOperationException">
    /// The loss or the gradient is no longer finite; the message names the step and the checkpoint. The weights are those of the best epoch, where there is one.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the weights are those of the last step, and the checkpoint is of it.</exception>
    public TrainingHistory Fit(Func<IEnumerable<SequenceExample>> read, Func<IEnumerable<SequenceExample>>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Fit(new ExampleBatches(_network, _options, read, validation));
    }

    /// <summary>As <see cref="Fit(Func{IEnumerable{SequenceExample}}, Func{IEnumerable{SequenceExample}})"/>, on batches of any kind.</summary>
    internal TrainingHistory Fit(BatchSource source)
    {
        using var run = new TrainingRun(_network, _options, source);
        return run.Run();
    }
}
