namespace MLSeq.Translation;

/// <summary>
/// Where a model's translations fall short of their references, of one beam width: whether the model prefers the reference, which the search
/// then missed, or its own output, which a wider beam would not change.
/// </summary>
/// <param name="Width">The width of the beam.</param>
/// <param name="Equal">The outputs that are their references.</param>
/// <param name="SearchErrors">The outputs that the model scores lower than the reference.</param>
/// <param name="ModelErrors">The other outputs.</param>
/// <param name="MeanScore">The mean of the outputs' scores, with no coverage penalty.</param>
public sealed record BeamErrors(int Width, int Equal, int SearchErrors, int ModelErrors, double MeanScore);
