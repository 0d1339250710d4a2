using MLSeq.Networks.Training;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>
/// Trains an <see cref="EncoderDecoderNetwork"/> on pairs, with the tokens of the target before each one given (teacher forcing) but for
/// <see cref="EncoderDecoderOptions.ScheduledSampling"/>. Losses are means over target tokens, ends included. See <see cref="SequenceTrainer"/>
/// for how it goes on.
/// </summary>
public sealed class EncoderDecoderTrainer
{
    private readonly EncoderDecoderNetwork _network;
    private readonly SequenceTrainerOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network; training starts from its present weights and changes them.</param>
    /// <param name="options">How to train; copied.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public EncoderDecoderTrainer(EncoderDecoderNetwork network, SequenceTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _network = network;
        _options = options.Copy();
    }

    /// <summary>Trains.</summary>
    /// <param name="read">Enumerates the same pairs in the same order at each call.</param>
    /// <param name="validation">
    /// Enumerates the pairs to validate on; without it, <see cref="SequenceTrainerOptions.ValidationFraction"/> of the pairs are held out, chosen by
    /// their place in the source and the seed.
    /// </param>
    /// <inheritdoc cref="SequenceTrainer.Fit(Func{IEnumerable{SequenceExample}}, Func{IEnumerable{SequenceExample}})"/>
    public TrainingHistory Fit(Func<IEnumerable<SequencePair>> read, Func<IEnumerable<SequencePair>>? validation = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        using var run = new TrainingRun(_network, _options, new PairBatches(_network, _options, read, validation));
        return run.Run();
    }
}
