using MLSeq.Networks.Training;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>
/// A recurrent network from one sequence of tokens to another: an encoder that reads the source, and a decoder that writes the target token by
/// token, with or without attention to the source. Trained by <see cref="EncoderDecoderTrainer"/>.
/// </summary>
public sealed class EncoderDecoderNetwork : ITrainable
{
    private readonly EncoderDecoderOptions _options;
    private readonly ParameterSet _parameters;

    /// <summary>Makes a network with random weights.</summary>
    /// <param name="options">Its shape; copied.</param>
    /// <param name="seed">Decides the weights: the same seed gives the same network everywhere.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the network would be too large; the message names the option.</exception>
    public EncoderDecoderNetwork(EncoderDecoderOptions options, int seed)
        : this(Checked(options), new WeightInitializer(options.Initialization, options.InitRange, seed).Create)
    {
    }

    private EncoderDecoderNetwork(EncoderDecoderOptions options, ParameterSource source)
    {
        _options = options;
        _parameters = new ParameterSet(source);
        _ = new EncoderDecoderStack(options, _parameters.GetOrCreate);
    }

    /// <summary>The network's shape, a copy.</summary>
    public EncoderDecoderOptions Options => _options.Copy();

    /// <summary>The learned weights, in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters.All;

    IEnumerable<(string Name, string Value)> ITrainable.Conditions => _options.Conditions;

    bool ITrainable.HasAccuracy => true;

    /// <summary>Reads a network that <see cref="Save"/> wrote. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where it is read from.</param>
    /// <exception cref="InvalidDataException">It is not a network, is damaged, or comes from a newer version; the message says which.</exception>
    public static EncoderDecoderNetwork Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = EncoderDecoderFile.ReadOptions(reader);
        return new EncoderDecoderNetwork(options, ParameterFile.Reader(reader));
    }

    /// <summary>Writes the shape and the weights.</summary>
    /// <param name="writer">Where they go.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        EncoderDecoderFile.Write(writer, _options, Parameters);
    }

    TrainingWorker ITrainable.CreateWorker(int worker, int workers) => new PairWorker(this, worker, workers);

    /// <summary>Another set of layers over the same parameters, with its own buffers.</summary>
    internal EncoderDecoderStack CreateStack() => new(_options, _parameters.Get);

    /// <summary>A batch of this network's start and end.</summary>
    internal PairedBatch CreateBatch() => new(_options.StartId, _options.EndId);

    private static EncoderDecoderOptions Checked(EncoderDecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return options.Copy();
    }
}
