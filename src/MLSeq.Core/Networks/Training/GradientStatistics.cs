namespace MLSeq.Networks.Training;

/// <summary>
/// The gradients of one training step, of the mean loss of its batch: those that vanish or explode on their way through the layers and
/// back through time show here.
/// </summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step, from 1, counted over all epochs.</param>
/// <param name="LearningRate">The step size that was taken.</param>
/// <param name="Loss">The mean loss of the batch.</param>
/// <param name="Norm">The norm of all gradients together, before they were clipped by it.</param>
/// <param name="Parameters">The parameters that learn, in the order of the layers.</param>
/// <param name="StateNorms">
/// For each recurrent layer, from below, and each time step, from 0, the norm of the loss's gradient with respect to the layer's states at
/// that step, of all sequences of the batch that are as long, in both directions.
/// </param>
public sealed record GradientStatistics(
    int Epoch, long Step, float LearningRate, double Loss, double Norm, IReadOnlyList<ParameterGradient> Parameters,
    IReadOnlyList<IReadOnlyList<double>> StateNorms);
