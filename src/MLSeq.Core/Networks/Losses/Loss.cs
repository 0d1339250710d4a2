using MLSeq.Graphs;

namespace MLSeq.Networks.Losses;

/// <summary>A network's loss and, with it, what its raw outputs z [N, O] mean.</summary>
internal abstract class Loss
{
    /// <summary>What labels must be, for messages.</summary>
    public abstract string ExpectedLabel { get; }

    /// <summary>The loss for a kind of output with <paramref name="size"/> values.</summary>
    public static Loss Create(NetworkOutput output, int size) => output switch
    {
        NetworkOutput.Softmax => new SoftmaxCrossEntropy(size),
        NetworkOutput.Sigmoid => new LogisticLoss(),
        _ => new SquaredError(),
    };

    /// <summary>Whether <paramref name="label"/> can be learned.</summary>
    public abstract bool Accepts(float label);

    /// <summary>Turns the raw outputs into what scoring gives, in place.</summary>
    public abstract void Activate(Matrix outputs);

    /// <summary>As <see cref="Activate"/>, in a graph.</summary>
    public abstract GraphValue Describe(IGraph graph, GraphValue outputs);

    /// <summary>
    /// The sum of weighted losses; <paramref name="gradient"/> becomes <paramref name="scale"/> times its gradient dL/dz.
    /// </summary>
    public abstract double Differentiate(
        Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, float scale, Matrix gradient);

    /// <summary>Of raw outputs, the sum of weighted losses and the sum of weights of right predictions.</summary>
    public abstract (double Loss, double Right) Measure(Matrix outputs, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights);
}
