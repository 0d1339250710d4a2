using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.GloVe;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training;

/// <summary>
/// GloVe (Pennington, Socher and Manning, 2014): counts how often words co-occur, then fits vectors whose products are the
/// logarithms of these counts, by weighted least squares. A word's vector is the sum of its word and its context vector.
/// </summary>
/// <remarks>
/// For a seed, the result is the same on any number of threads. Both stages are arranged for the caches: counting sums up
/// one word's row at a time, with no merging; training goes through tiles of the matrix of co-occurrences.
/// </remarks>
/// <param name="options">How to train.</param>
/// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
public sealed class GloVeTrainer(GloVeOptions options) : WordVectorTrainer
{
    private readonly GloVeOptions _options = Checked(options);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// No two words of the corpus co-occur, or the checkpoint is damaged or belongs to another training.
    /// </exception>
    /// <exception cref="IOException">The temporary file or the checkpoint cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Training diverges: the learning rate is too high.</exception>
    public override WordVectors Fit(WordCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var groups = new WordGroups(corpus.Counts, GloVeModel.RowBytes(_options.Dimensions));
        var model = new GloVeModel(groups, _options.Dimensions, _options.Seed);
        var state = new GloVeState(model, groups.BlockCount * groups.BlockCount, _options, corpus);
        if (File.Exists(_options.CheckpointPath))
        {
            state.Load(_options.CheckpointPath);
        }

        using var team = new WorkerTeam(_options.ThreadCount);
        var counting = new StageProgress(_options.Progress, "counting co-occurrences", corpus.TokenCount, corpus.TokenCount);
        using var table = Count(new CooccurrenceCounter(corpus, groups, _options, team), counting, state);
        if (table.Count == 0)
        {
            throw new InvalidDataException(
                $"No two words of the corpus stand within {_options.Window} words ({nameof(_options.Window)}) of each other in a sentence; " +
                $"found {corpus.Words.Count} words and {corpus.TokenCount} tokens.");
        }

        new GloVeTraining(_options, corpus, groups, table, state).Run(team);
        if (_options.CheckpointPath is { } path && !_options.KeepCheckpoint)
        {
            File.Delete(path);
        }

        return new WordVectors([.. corpus.Words], _options.Dimensions, model.Sum(), [.. corpus.Counts]);
    }

    private CooccurrenceTable Count(CooccurrenceCounter counter, StageProgress progress, GloVeState state)
    {
        try
        {
            return counter.Count(progress);
        }
        catch (OperationCanceledException) when (_options.CheckpointPath is not null)
        {
            state.Save(_options.CheckpointPath);
            throw;
        }
    }
}
