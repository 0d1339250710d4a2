using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Training;

namespace MLSeq.Networks;

/// <summary>
/// A recurrent network: token ids or frames, through an embedding (ids) and recurrent layers, to class probabilities or numbers, of the
/// whole sequence (after pooling over time) or of each of its steps. Trained by <see cref="SequenceTrainer"/>.
/// </summary>
public sealed class SequenceNetwork : ITrainable
{
    private readonly ParameterSet _parameters;
    private readonly SequenceNetworkOptions _options;
    private readonly LayerStack _stack;

    /// <summary>Makes a network with random weights.</summary>
    /// <param name="options">Its shape; copied.</param>
    /// <param name="seed">Decides the weights: the same seed gives the same network everywhere.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the network would be too large; the message names the option.</exception>
    public SequenceNetwork(SequenceNetworkOptions options, int seed)
        : this(Checked(options), new WeightInitializer(options.Initialization, options.InitRange, seed).Create)
    {
    }

    private SequenceNetwork(SequenceNetworkOptions options, ParameterSource source)
    {
        _options = options;
        _parameters = new ParameterSet(source);
        _stack = new LayerStack(options, _parameters.GetOrCreate);
    }

    /// <summary>The network's shape, a copy.</summary>
    public SequenceNetworkOptions Options => _options.Copy();

    /// <summary>The learned weights, in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters.All;

    IEnumerable<(string Name, string Value)> ITrainable.Conditions => _options.Conditions;

    bool ITrainable.HasAccuracy => _options.Output != NetworkOutput.Linear;

    /// <summary>The vectors of the tokens, [VocabularySize, EmbeddingSize]; only in a network over token ids.</summary>
    internal Parameter Embedding => _parameters[LayerStack.EmbeddingTable];

    /// <summary>Reads a network that <see cref="Save"/> wrote. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where it is read from.</param>
    /// <exception cref="InvalidDataException">It is not a network, is damaged, or comes from a newer version; the message says which.</exception>
    public static SequenceNetwork Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = SequenceNetworkFile.ReadOptions(reader);
        return new SequenceNetwork(options, ParameterFile.Reader(reader));
    }

    /// <summary>Writes the shape and the weights.</summary>
    /// <param name="writer">Where they go.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SequenceNetworkFile.Write(writer, _options, _parameters.All);
    }

    /// <summary>A scorer with the present weights and its own buffers: one for each thread.</summary>
    public SequenceScorer CreateScorer() => new(this);

    /// <summary>Adds the network to a graph.</summary>
    /// <param name="graph">The graph, of operator set 9 to 20.</param>
    /// <param name="input">Ids [N, T] (int64, at least 0) or frames [N, T, FrameSize] (float); lengths [N] (int32, at least 1).</param>
    /// <returns>The outputs (float), after softmax or sigmoid: [N, OutputSize], or [N, T, OutputSize] where each step is answered.</returns>
    public GraphValue Describe(IGraph graph, GraphSequence input)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return _stack.Describe(graph, input);
    }

    /// <inheritdoc cref="LayerStack.DescribeSteps"/>
    internal (GraphValue Outputs, GraphRecurrentState[] End) DescribeSteps(IGraph graph, GraphSequence input, IReadOnlyList<GraphRecurrentState> start) =>
        _stack.DescribeSteps(graph, input, start);

    /// <summary>As <see cref="Describe"/>, with the class that each answer gives: [N], or [N, T] (int64) where each step is answered.</summary>
    /// <inheritdoc cref="Describe"/>
    public (GraphValue Scores, GraphValue Classes) DescribeClasses(IGraph graph, GraphSequence input)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return _stack.DescribeClasses(graph, input);
    }

    /// <summary>Another set of layers over the same parameters, with its own buffers.</summary>
    internal LayerStack CreateStack() => new(_options, _parameters.Get);

    TrainingWorker ITrainable.CreateWorker(int worker, int workers) => new SequenceWorker(this, worker, workers);

    internal BatchShape Shape => BatchShape.Of(_options);

    internal int FrameSize => _options.FrameSize;

    internal int OutputSize => _options.OutputSize;

    internal int VocabularySize => _options.VocabularySize;

    private static SequenceNetworkOptions Checked(SequenceNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return options.Copy();
    }
}
