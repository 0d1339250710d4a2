using System.Diagnostics;
using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>Goes through all co-occurrences, epoch after epoch, on all threads; cancellation and checkpoints come between tiles.</summary>
internal sealed class GloVeTraining(GloVeOptions options, WordCorpus corpus, WordGroups groups, CooccurrenceTable table, GloVeState state)
{
    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();

    /// <exception cref="OperationCanceledException">The options' token was cancelled; the checkpoint is written.</exception>
    /// <exception cref="InvalidOperationException">Training diverges.</exception>
    public void Run(WorkerTeam team)
    {
        var tiles = state.Done.Length;
        var workers = Enumerable.Range(0, team.Size).Select(_ => new TileWorker(state.Model, groups, table, options)).ToArray();
        var progress = new StageProgress(
            options.Progress, "training", (long)options.Epochs * tiles, options.Epochs * corpus.TokenCount, options.LearningRate);
        progress.Skip(((long)state.Epoch * tiles) + state.Done.Count(done => done));
        var loss = (double?)null;
        while (state.Epoch < options.Epochs)
        {
            while (!RunTiles(team, workers, progress, loss))
            {
                Save();
                options.CancellationToken.ThrowIfCancellationRequested();
            }

            loss = state.Losses.Sum() / table.Count;
            if (!double.IsFinite(loss.Value))
            {
                throw new InvalidOperationException(
                    $"Training diverges: the mean loss of epoch {state.Epoch + 1} is {loss}. {nameof(options.LearningRate)} is {options.LearningRate}; expected less.");
            }

            state.EndEpoch();
        }
    }

    /// <summary>Runs the tiles that are left of an epoch; false where it stopped before all were done.</summary>
    private bool RunTiles(WorkerTeam team, TileWorker[] workers, StageProgress progress, double? loss)
    {
        var schedule = new TileSchedule(groups.BlockCount, options.Seed, state.Epoch, state.Done);
        team.Run(worker =>
        {
            try
            {
                do
                {
                    if (!schedule.TryTake(out var tile))
                    {
                        break;
                    }

                    state.Losses[tile] = workers[worker].Run(tile, state.Epoch);
                    schedule.Complete(tile);
                    progress.Advance(1, loss);
                }
                while (!IsInterrupted());
            }
            finally
            {
                // Whatever made this one stop, the others may wait for its tile.
                schedule.Stop();
            }
        });
        return Array.TrueForAll(state.Done, done => done);
    }

    private bool IsInterrupted() =>
        options.CancellationToken.IsCancellationRequested || (options.CheckpointPath is not null && _sinceCheckpoint.Elapsed >= options.CheckpointInterval);

    private void Save()
    {
        if (options.CheckpointPath is { } path)
        {
            state.Save(path);
            _sinceCheckpoint.Restart();
        }
    }
}
