using System.Diagnostics.CodeAnalysis;

namespace MLSeq.Onnx.Scoring;

// Rows without end.
public sealed partial class OnnxSequenceScorer
{
    // One window is run; the batches of the next one wait for threads that the first one's last batches leave idle.
    private const int WindowsInFlight = 2;

    /// <summary>
    /// Scores rows that come without end, window by window, in constant memory: the next window is read, by the thread that takes the results, while the
    /// ones before it are tokenized, sorted and run by others.
    /// </summary>
    /// <param name="windows">The rows of each input in <see cref="Inputs"/>, by name; some <see cref="OnnxScorerOptions.WindowSize"/> of them at a time.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>
    /// The outputs of each window, in the order of the windows. What reading throws, or a window's own scoring, comes after the results of the windows before it.
    /// </returns>
    /// <inheritdoc cref="Score(IReadOnlyList{string}, CancellationToken)" path="/exception"/>
    public IEnumerable<OnnxScores> ScoreWindows(
        IEnumerable<IReadOnlyDictionary<string, OnnxRows>> windows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return Windows(windows, cancellationToken);
    }

    private IEnumerable<OnnxScores> Windows(IEnumerable<IReadOnlyDictionary<string, OnnxRows>> windows, CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<OnnxScores>>();
        long row = 0;
        try
        {
            using var source = windows.GetEnumerator();
            while (TryBegin(source, ref row, abandoned.Token, out var next))
            {
                running.Enqueue(next);
                if (running.Count > WindowsInFlight)
                {
                    yield return running.Dequeue().GetAwaiter().GetResult();
                }
            }

            while (running.TryDequeue(out var task))
            {
                yield return task.GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Whoever stops taking results may dispose of the scorer next.
            abandoned.Cancel();
            ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }

    /// <summary>Begins to score the next window, where there is one. An exception of the source is that of its task.</summary>
    private bool TryBegin(
        IEnumerator<IReadOnlyDictionary<string, OnnxRows>> source, ref long row, CancellationToken cancellationToken, [NotNullWhen(true)] out Task<OnnxScores>? task)
    {
        try
        {
            if (!source.MoveNext())
            {
                task = null;
                return false;
            }

            var rows = Match(source.Current);
            var first = row;
            row += rows.Length == 0 ? 0 : rows[0].Count;
            task = Task.Run(() => Score(rows, first, cancellationToken), cancellationToken);
        }
        catch (Exception e)
        {
            task = Task.FromException<OnnxScores>(e);
        }

        return true;
    }
}
