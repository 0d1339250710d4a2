using System.Diagnostics;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training;

/// <summary>
/// Trains chunk after chunk, epoch after epoch. Threads take the next chunk when they are done with one, and what is random
/// depends on the chunk only; so wherever all stop, the chunks before a number are done and training can go on from there.
/// </summary>
/// <param name="options">Progress, cancellation and checkpoints.</param>
/// <param name="corpus">The text.</param>
/// <param name="epochs">How often it is gone through.</param>
/// <param name="learningRate">The learning rate at the start.</param>
internal abstract class ChunkedRun(WordVectorTrainerOptions options, WordCorpus corpus, int epochs, float learningRate)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly CorpusChunk[] _chunks = CorpusChunk.Cut(corpus);
    private readonly long _totalWords = corpus.TokenCount * epochs;
    private readonly Stopwatch _watch = new();
    private long _totalChunks;
    private long _nextChunk;
    private long _wordsBefore;
    private long _words;
    private TimeSpan _lastReport;
    private TimeSpan _nextCheckpoint;
    private volatile bool _pause;

    /// <summary>Trains from the checkpoint on, where there is one, to the end.</summary>
    /// <param name="threads">The number of threads.</param>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public void Run(int threads)
    {
        var isChecked = options.CheckpointPath is not null;
        _totalChunks = (long)_chunks.Length * epochs;
        _nextChunk = isChecked ? Math.Min(Restore(), _totalChunks) : 0;
        _wordsBefore = _words = _nextChunk < _totalChunks ? WordsBefore(_nextChunk) : _totalWords;
        _watch.Start();
        Report();
        using var team = new WorkerTeam(threads);
        while (_nextChunk < _totalChunks)
        {
            _pause = options.CancellationToken.IsCancellationRequested;
            _nextCheckpoint = isChecked ? _watch.Elapsed + options.CheckpointInterval : TimeSpan.MaxValue;
            team.Run(Work);
            _nextChunk = Math.Min(_nextChunk, _totalChunks);
            if (_nextChunk < _totalChunks)
            {
                if (isChecked)
                {
                    Save(_nextChunk);
                }

                options.CancellationToken.ThrowIfCancellationRequested();
                Report();
            }
        }

        Report();
        if (isChecked && !options.KeepCheckpoint)
        {
            File.Delete(options.CheckpointPath!);
        }
    }

    /// <summary>Trains on a chunk.</summary>
    /// <param name="worker">Which of the threads this is.</param>
    /// <param name="chunk">Words and ends of sentences, at most <see cref="CorpusChunk.MaxLength"/>.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="index">The chunk's number, over all epochs.</param>
    protected abstract void Train(int worker, ReadOnlySpan<int> chunk, float rate, long index);

    /// <summary>Writes the checkpoint.</summary>
    protected abstract void Save(long chunksDone);

    /// <summary>Reads the checkpoint.</summary>
    /// <returns>The number of chunks that are done; 0 where there is no file.</returns>
    protected abstract long Restore();

    private void Work(int worker)
    {
        try
        {
            // A chunk that is taken is done, whatever happens meanwhile.
            while (!_pause)
            {
                var index = Interlocked.Increment(ref _nextChunk) - 1;
                if (index >= _totalChunks)
                {
                    return;
                }

                var chunk = _chunks[index % _chunks.Length];
                Train(worker, corpus.Segments[chunk.Segment].AsSpan(chunk.Start, chunk.Length), Rate(WordsBefore(index)), index);
                Interlocked.Add(ref _words, chunk.Words);
                if (worker == 0 && options.Progress is not null && _watch.Elapsed - _lastReport >= ReportInterval)
                {
                    Report();
                }

                _pause |= options.CancellationToken.IsCancellationRequested || _watch.Elapsed >= _nextCheckpoint;
            }
        }
        catch
        {
            _pause = true;
            throw;
        }
    }

    /// <summary>The number of words that are trained on before a chunk, thinned-out ones included.</summary>
    private long WordsBefore(long index) =>
        (index / _chunks.Length * corpus.TokenCount) + _chunks[index % _chunks.Length].WordsBefore;

    /// <summary>word2vec.c's decay: in a straight line over all epochs' words, to a ten-thousandth.</summary>
    private float Rate(long words) => learningRate * (float)Math.Max(1e-4, 1 - (words / (_totalWords + 1.0)));

    private void Report()
    {
        if (options.Progress is null)
        {
            return;
        }

        var elapsed = _lastReport = _watch.Elapsed;
        var words = Interlocked.Read(ref _words);
        var wordsPerSecond = (words - _wordsBefore) / Math.Max(elapsed.TotalSeconds, 1e-9);
        TimeSpan? remaining = wordsPerSecond > 0 ? TimeSpan.FromSeconds((_totalWords - words) / wordsPerSecond) : null;
        options.Progress.Report(
            new("training", words / (double)_totalWords, words, wordsPerSecond, Rate(words), Loss: null, elapsed, remaining));
    }
}
