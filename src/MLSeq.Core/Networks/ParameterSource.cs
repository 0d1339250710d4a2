using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>
/// Gives a layer under construction one of its parameters: a new one filled by <paramref name="initialize"/>, one that
/// another replica of the layer already has, or one read from a file.
/// </summary>
/// <param name="name">The parameter's name, unique in the network. Asked for twice, it is the same parameter: tied weights.</param>
/// <param name="rows">Its rows.</param>
/// <param name="columns">Its columns.</param>
/// <param name="initialize">Its usual start.</param>
/// <param name="blockRows">The rows of each of the matrices that are stacked in it, for instance of one gate; 0 where it is one matrix.</param>
internal delegate Parameter ParameterSource(string name, int rows, int columns, ParameterInitializer initialize, int blockRows = 0);

/// <summary>Fills a new parameter's weights.</summary>
internal delegate void ParameterInitializer(Span<float> values, SeededRandom random);
