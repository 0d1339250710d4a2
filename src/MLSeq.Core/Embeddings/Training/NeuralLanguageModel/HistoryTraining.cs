using System.Diagnostics;
using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Embeddings.Training.NeuralLanguageModel;

/// <summary>Goes through the corpus in an order drawn from the seed, epoch after epoch; cancellation and checkpoints come between batches.</summary>
internal sealed class HistoryTraining(NeuralLanguageModelOptions options, WordCorpus corpus, HistoryModel model)
{
    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();
    private readonly HistoryCheckpoint _checkpoint = new(options, corpus);

    /// <exception cref="OperationCanceledException">The options' token was cancelled; the checkpoint is written.</exception>
    /// <exception cref="InvalidOperationException">Training diverges.</exception>
    public void Run()
    {
        var batches = (corpus.TokenCount + options.BatchSize - 1) / options.BatchSize;
        var step = File.Exists(options.CheckpointPath) ? _checkpoint.Load(options.CheckpointPath, model, options.Epochs * batches) : 0;
        var progress = new StageProgress(
            options.Progress, "training", options.Epochs * corpus.TokenCount, options.Epochs * corpus.TokenCount, options.LearningRate);
        progress.Skip((step / batches * corpus.TokenCount) + (step % batches * options.BatchSize));

        var (histories, targets) = (new int[options.BatchSize * options.History], new int[options.BatchSize]);
        var places = Places();
        var order = new long[places.Length];
        var shuffled = -1;
        var adam = new Adam();
        var mean = 0d;
        for (; step < options.Epochs * batches; step++)
        {
            SaveWhereDue(step);
            var (epoch, batch) = ((int)(step / batches), (int)(step % batches));
            if (epoch != shuffled)
            {
                shuffled = epoch;
                places.CopyTo(order, 0);
                new SeededRandom(options.Seed, epoch).Shuffle<long>(order);
            }

            var count = Math.Min(options.BatchSize, order.Length - (batch * options.BatchSize));
            for (var i = 0; i < count; i++)
            {
                targets[i] = Look(order[(batch * options.BatchSize) + i], histories.AsSpan(i * options.History, options.History));
            }

            var loss = model.Propagate(histories, targets, count) / count;
            if (!double.IsFinite(loss))
            {
                throw new InvalidOperationException(
                    $"Training diverges: the loss of step {step + 1} is {loss}. {nameof(options.LearningRate)} is {options.LearningRate}; expected less.");
            }

            adam.Begin(step + 1, options.LearningRate);
            model.Update(adam);
            mean = mean == 0 ? loss : mean + (0.01 * (loss - mean));
            progress.Advance(count, mean);
        }
    }

    /// <summary>Where each word stands: the segment's number in the upper half, the place in it in the lower.</summary>
    private long[] Places()
    {
        var places = new long[corpus.TokenCount];
        var filled = 0;
        for (var s = 0; s < corpus.Segments.Count; s++)
        {
            for (var at = 0; at < corpus.Segments[s].Length; at++)
            {
                if (corpus.Segments[s][at] != WordCorpus.SentenceEnd)
                {
                    places[filled++] = ((long)s << 32) | (uint)at;
                }
            }
        }

        return places;
    }

    /// <summary>The word at a place, and those before it in its sentence, the nearest one last.</summary>
    private int Look(long place, Span<int> history)
    {
        var (segment, at) = (corpus.Segments[(int)(place >> 32)], (int)place);
        var inSentence = true;
        for (var distance = 1; distance <= history.Length; distance++)
        {
            inSentence = inSentence && at >= distance && segment[at - distance] != WordCorpus.SentenceEnd;
            history[^distance] = inSentence ? segment[at - distance] : model.Before;
        }

        return segment[at];
    }

    private void SaveWhereDue(long step)
    {
        var cancelled = options.CancellationToken.IsCancellationRequested;
        if (options.CheckpointPath is { } path && (cancelled || _sinceCheckpoint.Elapsed >= options.CheckpointInterval))
        {
            _checkpoint.Save(path, model, step);
            _sinceCheckpoint.Restart();
        }

        options.CancellationToken.ThrowIfCancellationRequested();
    }
}
