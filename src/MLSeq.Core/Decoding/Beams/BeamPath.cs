namespace MLSeq.Decoding.Beams;

/// <summary>The beginning of a target: its last token and what comes before, which other paths may share.</summary>
/// <param name="Token">The last token; the start where nothing comes before.</param>
/// <param name="Before">What comes before; null at the start.</param>
/// <param name="Length">The number of tokens after the start.</param>
/// <param name="LogProbability">The sum of the tokens' logarithms of probability.</param>
/// <param name="Coverage">The attention that each source token got in all; null where it does not count.</param>
/// <param name="Attention">The attention at the last token; null where it is not kept.</param>
internal sealed record BeamPath(int Token, BeamPath? Before, int Length, double LogProbability, float[]? Coverage, float[]? Attention)
{
    /// <summary>The row of <see cref="Before"/> in the step that led here.</summary>
    public int Parent { get; init; }

    /// <summary>The tokens after the start, in order.</summary>
    public Stack<int> Tokens()
    {
        var tokens = new Stack<int>(Length);
        for (var path = this; path.Before is not null; path = path.Before)
        {
            tokens.Push(path.Token);
        }

        return tokens;
    }

    /// <summary>The attention at each of the tokens, in order; null where it is not kept.</summary>
    public IReadOnlyList<float[]>? Attentions()
    {
        var attentions = new Stack<float[]>(Length);
        for (var path = this; path.Before is not null; path = path.Before)
        {
            if (path.Attention is null)
            {
                return null;
            }

            attentions.Push(path.Attention);
        }

        return [.. attentions];
    }
}
