namespace MLSeq.Onnx.Scoring;

/// <summary>Rows to be scored, and where their scores go.</summary>
/// <param name="rows">The rows of each of the model's inputs.</param>
/// <param name="lengths">Each row's length, by which it is sorted.</param>
/// <param name="columns">One for each of the model's outputs.</param>
/// <param name="firstRow">The first row's number, for messages.</param>
internal sealed class ScorerJob(OnnxRows[] rows, int[] lengths, ScoreColumn[] columns, long firstRow)
{
    public OnnxRows[] Rows => rows;

    public int[] Lengths => lengths;

    public ScoreColumn[] Columns => columns;

    public long FirstRow => firstRow;

    /// <summary>The time steps of a batch's rows, an empty one being one step.</summary>
    public long StepsOf(ReadOnlySpan<int> batch)
    {
        var steps = 0L;
        foreach (var row in batch)
        {
            steps += Math.Max(1, lengths[row]);
        }

        return steps;
    }
}
