namespace MLSeq.Embeddings.Evaluation;

/// <summary>'A is to B as C is to D', D being asked for.</summary>
internal sealed record AnalogyQuestion(string A, string B, string C, string D);
