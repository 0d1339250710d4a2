namespace MLSeq.Tool.Runs;

/// <summary>How often each label was taken for each, on the validation data.</summary>
/// <param name="Labels">The labels, the most frequent first; the rest as one.</param>
/// <param name="Counts">For each actual label, how often each was predicted.</param>
internal sealed record RunConfusion(IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts) : RunEvent;
