namespace MLSeq.LanguageModels;

/// <summary>How probable a token of a text was, given all before it.</summary>
/// <param name="Token">The token; <c>&lt;unk&gt;</c> for one that the vocabulary lacks, <c>&lt;eos&gt;</c> at the end.</param>
/// <param name="Id">Its id.</param>
/// <param name="LogProbability">The natural logarithm of its probability.</param>
public readonly record struct TokenProbability(string Token, int Id, double LogProbability);
