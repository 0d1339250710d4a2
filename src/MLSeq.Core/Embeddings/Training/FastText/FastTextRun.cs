using System.Diagnostics;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.FastText;

/// <summary>
/// Trains chunk after chunk, epoch after epoch. Threads take the next chunk when they are done with one, and what is random
/// depends on the chunk only; so wherever all stop, the chunks before a number are done and training can go on from there.
/// </summary>
internal sealed class FastTextRun
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly FastTextOptions _options;
    private readonly WordCorpus _corpus;
    private readonly FastTextMatrices _matrices;
    private readonly CorpusChunk[] _chunks;
    private readonly FastTextWorker[] _workers;
    private readonly FastTextCheckpoint? _checkpoint;
    private readonly Stopwatch _watch = new();
    private readonly long _totalChunks;
    private readonly long _totalWords;
    private long _nextChunk;
    private long _wordsBefore;
    private long _words;
    private TimeSpan _lastReport;
    private TimeSpan _nextCheckpoint;
    private volatile bool _pause;

    public FastTextRun(FastTextOptions options, WordCorpus corpus, FastTextMatrices matrices)
    {
        (_options, _corpus, _matrices) = (options, corpus, matrices);
        _chunks = CorpusChunk.Cut(corpus);
        _totalChunks = (long)_chunks.Length * options.Epochs;
        _totalWords = corpus.TokenCount * options.Epochs;
        _checkpoint = options.CheckpointPath is null ? null : new(options.CheckpointPath, options, corpus);
        long[] counts = [.. corpus.Counts];
        var noise = new NoiseDistribution(counts, FastTextTrainer.NoisePower);
        var thresholds = Subsampling.Thresholds(counts, options.Sample);
        _workers = new FastTextWorker[options.TrainingThreads];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new(matrices.Values, matrices.Subwords, noise, thresholds, options);
        }
    }

    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public void Run()
    {
        _nextChunk = Math.Min(_checkpoint?.Restore(_matrices) ?? 0, _totalChunks);
        _wordsBefore = _words = _nextChunk < _totalChunks ? WordsBefore(_nextChunk) : _totalWords;
        _watch.Start();
        using var team = new WorkerTeam(_workers.Length);
        while (_nextChunk < _totalChunks)
        {
            _pause = _options.CancellationToken.IsCancellationRequested;
            _nextCheckpoint = _watch.Elapsed + _options.CheckpointInterval;
            team.Run(Work);
            _nextChunk = Math.Min(_nextChunk, _totalChunks);
            if (_nextChunk < _totalChunks)
            {
                _checkpoint?.Write(_matrices, _nextChunk);
                _options.CancellationToken.ThrowIfCancellationRequested();
            }
        }

        Report();
        _checkpoint?.Delete();
    }

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
                _workers[worker].Train(
                    _corpus.Segments[chunk.Segment].AsSpan(chunk.Start, chunk.Length), Rate(WordsBefore(index)), _options.Seed, index);
                Interlocked.Add(ref _words, chunk.Words);
                if (worker == 0 && _options.Progress is not null && _watch.Elapsed - _lastReport >= ReportInterval)
                {
                    Report();
                }

                _pause |= _options.CancellationToken.IsCancellationRequested || (_checkpoint is not null && _watch.Elapsed >= _nextCheckpoint);
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
        (index / _chunks.Length * _corpus.TokenCount) + _chunks[index % _chunks.Length].WordsBefore;

    /// <summary>The decay of fastText and word2vec.c: in a straight line over all epochs' words; as in the latter, to a ten-thousandth.</summary>
    private float Rate(long words) => _options.LearningRate * (float)Math.Max(1e-4, 1 - (words / (_totalWords + 1.0)));

    private void Report()
    {
        if (_options.Progress is null)
        {
            return;
        }

        var elapsed = _lastReport = _watch.Elapsed;
        var words = Interlocked.Read(ref _words);
        var wordsPerSecond = (words - _wordsBefore) / Math.Max(elapsed.TotalSeconds, 1e-9);
        TimeSpan? remaining = wordsPerSecond > 0 ? TimeSpan.FromSeconds((_totalWords - words) / wordsPerSecond) : null;
        _options.Progress.Report(
            new("training", words / (double)_totalWords, words, wordsPerSecond, Rate(words), Loss: null, elapsed, remaining));
    }
}
