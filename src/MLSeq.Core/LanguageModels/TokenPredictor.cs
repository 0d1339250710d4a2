namespace MLSeq.LanguageModels;

/// <summary>Reads one text token by token. The state is carried, so that a token costs one step however long the text. For one thread.</summary>
internal abstract class TokenPredictor
{
    /// <summary>Forgets all that was read, and starts from features [FeatureCount] in a model that takes them.</summary>
    public abstract void Restart(ReadOnlySpan<float> features = default);

    /// <summary>Reads tokens.</summary>
    /// <param name="ids">The tokens.</param>
    /// <param name="next">The token behind each of them.</param>
    /// <param name="logProbabilities">Is given the logarithm of the probability of each token behind, for as many tokens as are read.</param>
    public abstract void Score(ReadOnlySpan<int> ids, ReadOnlySpan<int> next, Span<double> logProbabilities);

    /// <summary>Reads a token.</summary>
    /// <returns>The probability of each token to come next [V]; the caller may change it.</returns>
    public abstract Span<float> Predict(int id);
}
