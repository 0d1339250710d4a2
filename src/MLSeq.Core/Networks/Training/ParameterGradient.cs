namespace MLSeq.Networks.Training;

/// <summary>A parameter's gradient in one training step.</summary>
/// <param name="Name">The parameter, for instance <c>lstm1.recurrent</c>.</param>
/// <param name="Norm">The gradient's norm, after it was clipped by value and before it was clipped by the norm of all.</param>
/// <param name="WeightNorm">The norm of the weights after the step.</param>
public sealed record ParameterGradient(string Name, double Norm, double WeightNorm);
