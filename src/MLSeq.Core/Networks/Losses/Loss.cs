using MLSeq.Graphs;

namespace MLSeq.Networks.Losses;

/// <summary>The loss of answers that do not depend on one another and, with it, what raw outputs z [Answers, O] mean.</summary>
internal abstract class Loss
{
    /// <summary>Turns the raw outputs into what scoring gives, in place.</summary>
    public abstract void Activate(Matrix outputs);

    /// <summary>As <see cref="Activate"/>, in a graph; <paramref name="axis"/> is the last one, over the outputs.</summary>
    public abstract GraphValue Describe(IGraph graph, GraphValue outputs, int axis);

    /// <summary>
    /// The sum of weighted losses of some answers; <paramref name="outputs"/> become <paramref name="scale"/> times its gradient dL/dz.
    /// </summary>
    /// <param name="batch">What is expected.</param>
    /// <param name="first">The place of the first answer in the batch.</param>
    /// <param name="outputs">The raw outputs of this answer and those after it.</param>
    /// <param name="scale">What gradients are multiplied by.</param>
    public abstract double Differentiate(PackedBatch batch, int first, Matrix outputs, float scale);

    /// <summary>Of raw outputs, the sum of weighted losses and the sum of weights of right predictions.</summary>
    /// <inheritdoc cref="Differentiate"/>
    public abstract (double Loss, double Right) Measure(PackedBatch batch, int first, Matrix outputs);
}
