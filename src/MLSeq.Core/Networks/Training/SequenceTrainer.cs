using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// Trains a <see cref="SequenceNetwork"/> with Adam on batches of similar lengths. Rows are streamed: memory grows with the
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
    /// <param name="read">Enumerates the same rows in the same order at each call: once or twice an epoch.</param>
    /// <param name="validation">
    /// Enumerates the rows to validate on; without it, <see cref="SequenceTrainerOptions.ValidationFraction"/> of the rows
    /// are held out, chosen by their place in the source and the seed.
    /// </param>
    /// <returns>What each epoch came to.</returns>
    /// <exception cref="ArgumentException">There are no rows, or a row does not fit the network; the message names it by its place, from 0.</exception>
    /// <exception cref="InvalidOperationException">The loss or the gradient is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the weights are those of the last step.</exception>
    public TrainingHistory Fit(Func<IEnumerable<SequenceExample>> read, Func<IEnumerable<SequenceExample>>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Fit(new ExampleBatches(_network, _options, read, validation));
    }

    /// <summary>As <see cref="Fit(Func{IEnumerable{SequenceExample}}, Func{IEnumerable{SequenceExample}})"/>, on batches of any kind.</summary>
    internal TrainingHistory Fit(BatchSource source)
    {
        using var team = new WorkerTeam(_options.ThreadCount);
        var step = new TrainingStep(_network, _options, team);
        var meter = new ProgressMeter(_options);
        var best = new BestWeights([.. _network.Parameters.Where(parameter => !parameter.IsFrozen)]);
        var rates = new LearningRates(_options, 0);
        var epochs = new List<EpochResult>();
        for (var epoch = 1; epoch <= _options.Epochs && !best.HasBeenPassed(epoch, _options.Patience); epoch++)
        {
            meter.StartEpoch(epoch);
            TrainEpoch(epoch, step, rates, source, meter);
            var (loss, accuracy) = Validate(step, source);
            var result = new EpochResult(epoch, meter.Loss, loss, accuracy, meter.Elapsed);
            epochs.Add(result);
            best.Offer(epoch, loss);
            rates.EndEpoch(loss);
            meter.EndEpoch(result);
        }

        best.Restore();
        return new TrainingHistory(epochs, best.Epoch, meter.Examples, meter.Tokens);
    }

    private void TrainEpoch(int epoch, TrainingStep step, LearningRates rates, BatchSource source, ProgressMeter meter)
    {
        var random = new SeededRandom(_options.Seed, epoch);
        foreach (var batch in source.Training(random))
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            step.LearningRate = rates.At(epoch, step.Steps + 1);
            var (loss, weight) = step.Learn(batch);
            meter.Step(batch, loss, weight);
        }

        if (meter.Examples == 0)
        {
            throw new ArgumentException("There are no rows to train on.");
        }

        if (meter.Weight == 0)
        {
            throw new ArgumentException("The weights of all rows are 0; there is nothing to learn from.");
        }
    }

    private (double? Loss, double? Accuracy) Validate(TrainingStep step, BatchSource source)
    {
        var (loss, right, weight) = (0d, 0d, 0d);
        foreach (var batch in source.Validation())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            var sums = step.Measure(batch);
            loss += sums.Loss;
            right += sums.Right;
            weight += sums.Weight;
        }

        if (weight == 0)
        {
            return (null, null);
        }

        return (loss / weight, _network.Options.Output == NetworkOutput.Linear ? null : right / weight);
    }
}
