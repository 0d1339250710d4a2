using MLSeq.Graphs;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Losses;
using MLSeq.Numerics;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>
/// The layers of an <see cref="EncoderDecoderNetwork"/>: encoder, a bridge from the encoder's last states to the decoder's first ones, decoder,
/// head. One for each thread.
/// </summary>
internal sealed class EncoderDecoderStack
{
    public const string SourceTable = "source-embedding.table";
    public const string TargetTable = "target-embedding.table";

    private readonly EncoderDecoderOptions _options;
    private readonly EncoderStack _encoder;
    private readonly DecoderStack _decoder;
    private readonly StateSource[] _bridges;
    private readonly Dense _output;
    private readonly DenseHead _head;
    private readonly PackedBatch _step = new(new BatchShape(0, EachStep: true, TargetSize: 0));
    private readonly DecoderState _state;
    private readonly DecoderState _stateGradient;
    private readonly Matrix[] _ends;
    private readonly Matrix?[] _endGradients;
    private readonly Matrix[] _endSums;
    private readonly Matrix _noMemoryGradient = new();

    public EncoderDecoderStack(EncoderDecoderOptions options, ParameterSource source)
    {
        _options = options;
        var table = options.ShareEmbeddings ? TargetTable : SourceTable;
        var isTied = options.TieEmbeddings && options.ShareEmbeddings;
        var sources = new Embedding(table, options.SourceVocabularySize, options.EmbeddingSize, source, isTied);
        var targets = new Embedding(TargetTable, options.TargetVocabularySize, options.EmbeddingSize, source, options.TieEmbeddings);
        _encoder = new EncoderStack(options, sources, source);
        var hasCell = options.DecoderCell is RecurrentCell.Lstm or RecurrentCell.LstmPeephole;
        _bridges = [.. Enumerable.Range(1, options.DecoderLayers).Select(i => new StateSource($"bridge{i}", options.MemorySize, options.HiddenSize, hasCell, source))];
        _output = new Dense("output", options.HiddenSize, options.TargetVocabularySize, source, options.TieEmbeddings ? TargetTable : null);
        if (options.TieEmbeddings)
        {
            targets.Tie(_output.WeightsGradient);
        }

        if (isTied)
        {
            sources.Tie(_output.WeightsGradient);
        }

        _head = new DenseHead(_output, new SoftmaxCrossEntropy(options.LabelSmoothing), eachStep: true);
        _decoder = new DecoderStack(options, targets, _head, source);
        Layers = [sources, .. _encoder.Layers, .. _bridges.Select(b => b.Layer), targets, .. _decoder.Layers, _output];
        _state = NewState();
        _stateGradient = NewState();
        _ends = [.. _bridges.Select(_ => new Matrix())];
        _endGradients = new Matrix?[options.EncoderLayers];
        _endSums = [.. Enumerable.Range(0, options.EncoderLayers).Select(_ => new Matrix())];
    }

    /// <summary>The layers with parameters.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The number of recurrent layers, of the encoder and then of the decoder.</summary>
    public int RecurrentLayers => _options.EncoderLayers + _options.DecoderLayers;

    /// <summary>Told the gradients of the recurrent layers' states as they go back; null where nobody asks.</summary>
    public StateGradients? StateGradients { get; set; }

    /// <summary>The attention weights of the last batch or step; null without attention.</summary>
    public Matrix? Shares => _decoder.Attention?.Shares;

    /// <summary>A state for <see cref="Start(PairedBatch, DecoderState)"/> and <see cref="Step"/>.</summary>
    public DecoderState NewState() => new(_options.DecoderLayers);

    /// <summary>Takes over the parameters' present values.</summary>
    public void Prepare()
    {
        foreach (var layer in Layers)
        {
            layer.Prepare();
        }
    }

    /// <summary>The raw outputs [Total, TargetVocabularySize] of all steps of the targets.</summary>
    public Matrix Forward(PairedBatch batch) => _head.Forward(batch.Target, Vectors(batch, null, 0));

    /// <summary>
    /// The sum of weighted losses, with dropout and sampling drawn from <paramref name="random"/>; the layers' gradients become those of
    /// <paramref name="scale"/> times it.
    /// </summary>
    public double Differentiate(PairedBatch batch, float scale, SeededRandom? random, double sampling)
    {
        var vectors = Vectors(batch, random, sampling);
        var loss = _head.Differentiate(batch.Target, vectors, scale, random, out var gradient);
        var memoryGradient = _decoder.Backward(batch.Target, batch.SourceRows, gradient, _stateGradient, StateGradients, _options.EncoderLayers);
        BridgeBackward();
        if (memoryGradient is null)
        {
            memoryGradient = _noMemoryGradient.Resize(batch.Source.Total, _options.MemorySize);
            memoryGradient.Span.Clear();
        }

        _encoder.Backward(batch.Source, memoryGradient, batch.SourceRows, _endGradients, StateGradients);
        return loss;
    }

    /// <summary>The sum of weighted losses and of weights of right answers, without dropout, sampling and smoothing.</summary>
    public (double Loss, double Right) Measure(PairedBatch batch) => _head.Measure(batch.Target, Vectors(batch, null, 0));

    /// <summary>Reads sources; <paramref name="state"/> is then where the targets of its rows start.</summary>
    public void Start(PairedBatch batch, DecoderState state) => Start(batch, state, null);

    /// <summary>
    /// One step of any number of targets over the sources of the last <see cref="Start(PairedBatch, DecoderState)"/>: the raw outputs [rows, TargetVocabularySize] after
    /// <paramref name="ids"/> [rows].
    /// </summary>
    public Matrix Step(ReadOnlySpan<int> ids, ReadOnlySpan<int> sourceRows, DecoderState state)
    {
        _step.LayOut(ids.Length, 1);
        ids.CopyTo(_step.Ids);
        return _head.Forward(_step, _decoder.Forward(_step, sourceRows, state, null));
    }

    /// <summary>Adds the reading of sources to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sources">Ids [N, S] (int64, at least 0); lengths [N] (int32, at least 1).</param>
    /// <returns>What the decoder looks at, and where the targets start.</returns>
    public (GraphMemory Memory, GraphDecoderState Start) DescribeSources(IGraph graph, GraphSequence sources)
    {
        var (states, ends) = _encoder.Describe(graph, sources);
        GraphRecurrentState[] start = [.. _bridges.Select((bridge, i) => bridge.Describe(graph, ends[EncoderLayerOf(i)]))];
        if (_decoder.Attention is not { } attention)
        {
            return (GraphMemory.None, new(start, GraphValue.None));
        }

        var memory = graph.Transpose(states, 1, 0, 2);
        var present = graph.Transpose(graph.RunningSteps(states, sources.Lengths), 1, 0);
        var feed = _options.Feeds ? graph.Multiply(start[0].Hidden, graph.Constant("none", [0f], 1)) : GraphValue.None;
        return (new(memory, attention.DescribeKeys(graph, memory), present), new(start, feed));
    }

    /// <summary>Adds one step of targets to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">Each row's last token [N] (int64).</param>
    /// <param name="state">Where each row stands.</param>
    /// <param name="memory">What each row looks at.</param>
    /// <returns>The raw outputs [N, TargetVocabularySize], where the rows then stand, and the attention [N, S]; none without.</returns>
    public (GraphValue Outputs, GraphDecoderState State, GraphValue Attention) DescribeStep(
        IGraph graph, GraphValue ids, GraphDecoderState state, GraphMemory memory)
    {
        var (vectors, next, attention) = _decoder.Describe(graph, ids, state, memory);
        return (_output.Describe(graph, vectors), next, attention);
    }

    private Matrix Vectors(PairedBatch batch, SeededRandom? random, double sampling)
    {
        Start(batch, _state, random);
        return _decoder.Forward(batch.Target, batch.SourceRows, _state, random, sampling);
    }

    private void Start(PairedBatch batch, DecoderState state, SeededRandom? random)
    {
        _decoder.Attend(batch.Source, _encoder.Forward(batch.Source, random));
        for (var i = 0; i < _bridges.Length; i++)
        {
            _encoder.Ends(EncoderLayerOf(i), batch.Source, batch.SourceRows, _ends[i]);
            _bridges[i].Forward(_ends[i], state.Layers[i]);
        }

        if (_options.Feeds)
        {
            state.Feed.Resize(batch.Target.Rows, _options.HiddenSize).Span.Clear();
        }
    }

    private void BridgeBackward()
    {
        Array.Clear(_endGradients);
        for (var i = 0; i < _bridges.Length; i++)
        {
            var gradient = _bridges[i].Backward(_ends[i], _stateGradient.Layers[i]);
            var layer = EncoderLayerOf(i);
            if (_endGradients[layer] is { } sum)
            {
                Numerics.Vectors.Add(gradient.Span, sum.Span);
                continue;
            }

            _endGradients[layer] = _endSums[layer].Resize(gradient.Rows, gradient.Columns);
            gradient.Span.CopyTo(_endSums[layer].Span);
        }
    }

    /// <summary>The encoder's layer that a layer of the decoder starts from: of equally many the same, counted from above.</summary>
    private int EncoderLayerOf(int decoderLayer) => Math.Max(0, _options.EncoderLayers - _options.DecoderLayers + decoderLayer);
}
