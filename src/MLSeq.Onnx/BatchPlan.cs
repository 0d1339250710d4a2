namespace MLSeq.Onnx;

/// <summary>Which rows are run together: rows of similar length, so that little is padded.</summary>
internal static class BatchPlan
{
    /// <summary>Cuts rows into batches.</summary>
    /// <param name="lengths">Each row's length.</param>
    /// <param name="windowSize">How many rows are sorted together.</param>
    /// <param name="batchSize">How many rows a batch has at most.</param>
    /// <param name="equalLengths">Whether a batch's rows must have one length.</param>
    /// <returns>The batches, each the indices of its rows, long ones of a window first.</returns>
    public static List<int[]> Cut(int[] lengths, int windowSize, int batchSize, bool equalLengths)
    {
        List<int[]> batches = [];
        int[] order = [.. Enumerable.Range(0, lengths.Length)];
        for (int start = 0; start < lengths.Length; start += windowSize)
        {
            var window = order.AsSpan(start, Math.Min(windowSize, lengths.Length - start));

            // ties by row, so that the same rows always make the same batches
            window.Sort((a, b) => lengths[a] != lengths[b] ? lengths[b].CompareTo(lengths[a]) : a.CompareTo(b));
            int first = 0;
            for (int i = 1; i <= window.Length; i++)
            {
                if (i == window.Length || i - first == batchSize || (equalLengths && lengths[window[i]] != lengths[window[first]]))
                {
                    batches.Add(window[first..i].ToArray());
                    first = i;
                }
            }
        }

        return batches;
    }
}
