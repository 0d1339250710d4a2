namespace MLSeq.LanguageModels;

/// <summary>Where a network stands after a text: the states of its layers, one after the other. Never changes.</summary>
internal sealed record TextState(float[] Values);
