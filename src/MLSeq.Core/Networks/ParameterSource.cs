using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>
/// Gives a layer under construction one of its parameters: a new one filled by <paramref name="initialize"/>, one that
/// another replica of the layer already has, or one read from a file.
/// </summary>
internal delegate Parameter ParameterSource(string name, int rows, int columns, ParameterInitializer initialize);

/// <summary>Fills a new parameter's weights.</summary>
internal delegate void ParameterInitializer(Span<float> values, SeededRandom random);
