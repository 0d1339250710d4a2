namespace MLSeq.Embeddings.Sentences;

/// <summary>
/// How the vectors of a sentence's words become one output. It never changes, so any number of threads may use it, each
/// with its own <see cref="SentenceEncoder"/>.
/// </summary>
internal sealed class SentenceEncoding
{
    private readonly float[]? _weights;

    /// <param name="vectors">The vectors; with counts for <see cref="WordVectorOutput.SmoothInverseFrequency"/>.</param>
    /// <param name="output">What comes out.</param>
    /// <param name="unknownWords">What stands for unknown words.</param>
    /// <param name="smoothing">a in a / (a + p(w)).</param>
    /// <param name="commonDirection">The direction, of length 1 or 0, whose share is taken away; null for none.</param>
    public SentenceEncoding(
        WordVectors vectors, WordVectorOutput output, UnknownWords unknownWords, float smoothing, float[]? commonDirection = null)
    {
        (Vectors, Output, UnknownWords, Smoothing, CommonDirection) = (vectors, output, unknownWords, smoothing, commonDirection);
        if (output == WordVectorOutput.SmoothInverseFrequency)
        {
            var counts = vectors.Counts!;
            var total = Math.Max(1d, counts.Sum(count => (double)count));
            _weights = [.. counts.Select(count => (float)(smoothing / (smoothing + (count / total))))];
        }
    }

    public WordVectors Vectors { get; }

    public WordVectorOutput Output { get; }

    public UnknownWords UnknownWords { get; }

    public float Smoothing { get; }

    public float[]? CommonDirection { get; }

    public int Dimensions => Vectors.Dimensions;

    public bool IsPerToken => Output == WordVectorOutput.PerToken;

    /// <summary>The number of values of an output; of one token's where each has its own.</summary>
    public int Width => Output == WordVectorOutput.MinMeanMax ? 3 * Dimensions : Dimensions;

    /// <summary>Whether a word without any vector is one of zeros, not left out.</summary>
    public bool CountsMissing => UnknownWords == UnknownWords.Zero || (UnknownWords == UnknownWords.Subwords && IsPerToken);

    /// <summary>What a word adds to a sentence: its weighted vector [Dimensions].</summary>
    /// <param name="index">The word's index; -1 for none.</param>
    /// <param name="word">The word; null where it is not known what it is.</param>
    /// <param name="vector">Filled where the result is true.</param>
    /// <returns>Whether the word counts.</returns>
    public bool TryGetVector(int index, string? word, Span<float> vector)
    {
        if (index >= 0)
        {
            Vectors.GetVector(index).CopyTo(vector);
            if (_weights is not null)
            {
                Numerics.Vectors.Scale(_weights[index], vector);
            }

            return true;
        }

        if (word is { Length: 0 })
        {
            return false;
        }

        // An unseen word's share of the text is 0, and its weight is 1.
        if (word is not null && UnknownWords == UnknownWords.Subwords && Vectors.TryGetVector(word, vector))
        {
            return true;
        }

        vector.Clear();
        return CountsMissing;
    }

    /// <summary>The same with the common direction taken away from each output.</summary>
    public SentenceEncoding Without(float[] commonDirection) => new(Vectors, Output, UnknownWords, Smoothing, commonDirection);
}
