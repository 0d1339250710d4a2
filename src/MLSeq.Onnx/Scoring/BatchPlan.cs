namespace MLSeq.Onnx.Scoring;

/// <summary>
/// Which rows are run together. Rows are sorted by length within a window and cut where the whole window costs least, a
/// batch of n rows whose longest has T time steps costing (T + run) (n + step): padding counts as much as what is not
/// padding, each time step as much as <c>step</c> rows more, each run as much as <c>run</c> time steps more.
/// </summary>
/// <param name="windowSize">How many rows are sorted together.</param>
/// <param name="batchSize">How many rows a batch has at most.</param>
/// <param name="equalLengths">Whether a batch's rows must have one length.</param>
/// <param name="stepCost">The cost of a time step, in rows.</param>
/// <param name="runCost">The cost of a run, in time steps.</param>
internal sealed class BatchPlan(int windowSize, int batchSize, bool equalLengths, double stepCost, double runCost)
{
    /// <summary>On CUDA each new shape costs a slow first run: lengths are rounded up to multiples of this.</summary>
    public const int CudaStepsMultiple = 16;

    /// <summary>The plan for a device. Measured on LSTMs: on the CPU a time step of one row costs two of a row in a batch; on CUDA it is nearly all that counts.</summary>
    public static BatchPlan For(bool isCpu, int windowSize, int batchSize, bool equalLengths) =>
        new(windowSize, batchSize, equalLengths, stepCost: isCpu ? 1 : 64, runCost: 8);

    /// <summary>The time steps that rows are padded to on CUDA.</summary>
    public static int CudaSteps(int steps) => (steps + CudaStepsMultiple - 1) / CudaStepsMultiple * CudaStepsMultiple;

    /// <summary>Cuts rows into batches.</summary>
    /// <param name="lengths">Each row's length.</param>
    /// <returns>The batches, each the indices of its rows, longest first; the batches of a window from long to short.</returns>
    public List<int[]> Cut(int[] lengths)
    {
        List<int[]> batches = [];
        int[] order = [.. Enumerable.Range(0, lengths.Length)];
        for (int start = 0; start < lengths.Length; start += windowSize)
        {
            var window = order.AsSpan(start, Math.Min(windowSize, lengths.Length - start));

            // ties by row, so that the same rows always make the same batches
            window.Sort((a, b) => lengths[a] != lengths[b] ? lengths[b].CompareTo(lengths[a]) : a.CompareTo(b));
            CutWindow(window, lengths, batches);
        }

        return batches;
    }

    private void CutWindow(ReadOnlySpan<int> window, int[] lengths, List<int[]> batches)
    {
        // cost[i]: the least for the rows from i on; size[i]: of the batch that begins there.
        double[] cost = new double[window.Length + 1];
        int[] size = new int[window.Length];
        for (int i = window.Length - 1; i >= 0; i--)
        {
            int longest = lengths[window[i]];
            cost[i] = double.PositiveInfinity;
            for (int n = 1; n <= batchSize && i + n <= window.Length; n++)
            {
                if (equalLengths && lengths[window[i + n - 1]] != longest)
                {
                    break;
                }

                double candidate = ((longest + runCost) * (n + stepCost)) + cost[i + n];
                if (candidate < cost[i])
                {
                    cost[i] = candidate;
                    size[i] = n;
                }
            }
        }

        for (int i = 0; i < window.Length; i += size[i])
        {
            batches.Add(window.Slice(i, size[i]).ToArray());
        }
    }
}
