using MLSeq.Embeddings;

namespace MLSeq.Networks;

/// <summary>Gives the embedding of a network word vectors to start from: transfer learning.</summary>
internal static class PretrainedEmbedding
{
    /// <summary>
    /// Sets the rows of words that have a vector, whole or by their subwords, and the unknown token's row, which becomes the mean
    /// of those. The rows of other words stay as they are.
    /// </summary>
    /// <param name="network">A network over token ids, whose embedding is as wide as the vectors.</param>
    /// <param name="words">The words of ids 1, 2, and so on.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="freeze">Whether training leaves the rows that were set as they are.</param>
    /// <param name="lowerCase">Whether words without a vector are looked up in lower case.</param>
    /// <returns>How many words have a vector; where that is 0, nothing is changed.</returns>
    public static int Set(SequenceNetwork network, IReadOnlyList<string> words, WordVectors vectors, bool freeze, bool lowerCase = false)
    {
        var table = network.Embedding;
        var size = table.Columns;
        var isSet = new bool[table.Rows];
        var sum = new double[size];
        var vector = new float[size];
        var count = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Length == 0
                || !(vectors.TryGetVector(words[i], vector) || (lowerCase && vectors.TryGetVector(words[i].ToLowerInvariant(), vector))))
            {
                continue;
            }

            count++;
            isSet[i + 1] = true;
            vector.CopyTo(table.Values[((i + 1) * size)..]);
            for (var j = 0; j < size; j++)
            {
                sum[j] += vector[j];
            }
        }

        if (count == 0)
        {
            return 0;
        }

        isSet[0] = true;
        for (var j = 0; j < size; j++)
        {
            table.Values[j] = (float)(sum[j] / count);
        }

        if (freeze)
        {
            table.Freeze(isSet);
        }

        return count;
    }
}
