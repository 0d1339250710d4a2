using System.Numerics.Tensors;
using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Losses;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>
/// The last part of a network: from states, one per answer, to outputs and, while training, to the loss. Each training thread
/// and scorer has its own, as of layers.
/// </summary>
internal abstract class Head
{
    /// <summary>The layers with parameters.</summary>
    public abstract IReadOnlyList<Layer> Layers { get; }

    /// <summary>The raw outputs [Answers, OutputSize] of states [Answers, D].</summary>
    public abstract Matrix Forward(PackedBatch batch, Matrix states);

    /// <summary>Turns raw outputs into what scoring gives, in place.</summary>
    public abstract void Activate(PackedBatch batch, Matrix outputs);

    /// <summary>The class that each answer gives, of raw outputs [Answers, OutputSize]; of equal ones the lowest.</summary>
    public virtual void Decode(PackedBatch batch, Matrix outputs, Span<int> classes)
    {
        for (var answer = 0; answer < outputs.Rows; answer++)
        {
            classes[answer] = TensorPrimitives.IndexOfMax((ReadOnlySpan<float>)outputs.Row(answer));
        }
    }

    /// <summary>The sum of weighted losses; works out the gradients of <paramref name="scale"/> times it.</summary>
    /// <param name="batch">The batch with its labels and weights.</param>
    /// <param name="states">The states [Answers, D].</param>
    /// <param name="scale">What the losses are multiplied by.</param>
    /// <param name="random">What sampling losses draw from.</param>
    /// <param name="statesGradient">dL/dstates [Answers, D], to be changed as the caller likes.</param>
    public abstract double Differentiate(PackedBatch batch, Matrix states, float scale, SeededRandom? random, out Matrix statesGradient);

    /// <summary>The sum of weighted losses and the sum of weights of right answers.</summary>
    public abstract (double Loss, double Right) Measure(PackedBatch batch, Matrix states);

    /// <summary>Adds the head to a graph: states [N, D], or [N, T, D] where each step is answered, to what scoring gives.</summary>
    public abstract GraphValue Describe(IGraph graph, GraphValue states, GraphValue lengths);

    /// <summary>As <see cref="Describe"/>, and the classes that <see cref="Decode"/> gives: [N] or [N, T] (int64).</summary>
    public virtual (GraphValue Scores, GraphValue Classes) DescribeClasses(IGraph graph, GraphValue states, GraphValue lengths)
    {
        var scores = Describe(graph, states, lengths);
        return (scores, graph.ArgMax(scores, -1));
    }

    /// <summary>The head of <paramref name="options"/>' output, over states of <paramref name="size"/> values.</summary>
    public static Head Create(SequenceNetworkOptions options, int size, ParameterSource source, Embedding? embedding)
    {
        var eachStep = options.Pooling == SequencePooling.None;
        switch (options.Softmax)
        {
            case SoftmaxKind.Sampled:
                return new SampledSoftmaxHead("output", size, options.OutputSize, options.Samples, eachStep, source);
            case SoftmaxKind.Adaptive:
                return new AdaptiveSoftmaxHead("output", size, options.OutputSize, options.ClusterStarts, eachStep, source);
        }

        var dense = new Dense("output", size, options.OutputSize, source, options.TieEmbeddings ? LayerStack.EmbeddingTable : null);
        if (options.TieEmbeddings)
        {
            embedding!.Tie(dense.WeightsGradient);
        }

        return options.Output switch
        {
            NetworkOutput.Softmax => new DenseHead(dense, new SoftmaxCrossEntropy(), eachStep),
            NetworkOutput.Sigmoid => new DenseHead(dense, new LogisticLoss(), eachStep),
            NetworkOutput.ConditionalRandomField => new CrfHead(dense, new LinearChain("crf", options.OutputSize, source)),
            NetworkOutput.ConnectionistTemporalClassification => new CtcHead(dense),
            NetworkOutput.Linear => new DenseHead(dense, new SquaredError(), eachStep),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Output, "There is no such output."),
        };
    }
}
