using MLSeq.Runtimes.Tests.Hosts;

namespace MLSeq.Runtimes.Tests.Cases;

/// <summary>A model as a file, what goes into it, and what the engine gives for that.</summary>
/// <param name="Model">The file.</param>
/// <param name="Inputs">A batch of rows of many lengths.</param>
/// <param name="Engine">The engine's values for each row, by the outputs' names.</param>
/// <param name="Tolerance">How far the engine may be away.</param>
internal sealed record ExportedModel(
    byte[] Model, IReadOnlyDictionary<string, RuntimeTensor> Inputs, IReadOnlyDictionary<string, Array[]> Engine, double Tolerance = 1e-4);
