using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>
/// Counts co-occurrences row by row, so that no two partial counts ever have to be merged: an index tells where each
/// word stands, and its row of counts is summed up in one array from the text around these places. Rows are
/// independent of each other: threads share nothing, and any number of them gives the same bits. What the index takes is
/// bounded by going through the text several times, each time for another range of words.
/// </summary>
internal sealed class CooccurrenceCounter(WordCorpus corpus, WordGroups groups, GloVeOptions options, WorkerTeam team)
{
    /// <exception cref="IOException">What memory has no room for cannot be written to a temporary file.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public CooccurrenceTable Count(StageProgress progress)
    {
        var indexBytes = options.MemoryLimit / 2;
        var table = new CooccurrenceTable(groups.Count, options.MemoryLimit - indexBytes, options.TemporaryFolder);
        try
        {
            var rows = Enumerable.Range(0, team.Size).Select(_ => new RowCounter(corpus, groups, options)).ToArray();
            for (var first = 0; first < groups.Count;)
            {
                var index = new PositionIndex(corpus, groups, first, indexBytes / sizeof(long), team);
                Count(first, index, rows, table, progress);
                first = index.EndGroup;
            }

            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    private void Count(int first, PositionIndex index, RowCounter[] rows, CooccurrenceTable table, StageProgress progress)
    {
        var next = first - 1;
        team.Run(worker =>
        {
            for (var group = Interlocked.Increment(ref next); group < index.EndGroup; group = Interlocked.Increment(ref next))
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                rows[worker].Count(group, index, table);
                progress.Advance(index.CountOf(group));
            }
        });
    }
}
