using System.Diagnostics;
using MLSeq.Embeddings.Corpora;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// Trains chunk after chunk, epoch after epoch. Threads take the next chunk when they are done with one, and what is random
/// depends on the chunk only; so wherever all stop, the chunks before a number are done and training can go on from there.
/// </summary>
internal sealed class Word2VecRun
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly Word2VecOptions _options;
    private readonly WordCorpus _corpus;
    private readonly Word2VecState _state;
    private readonly CorpusChunk[] _chunks;
    private readonly Word2VecWorker[] _workers;
    private readonly Word2VecCheckpoint? _checkpoint;
    private readonly Stopwatch _watch = new();
    private readonly long _totalChunks;
    private readonly long _totalWords;
    private long _nextChunk;
    private long _wordsBefore;
    private long _words;
    private TimeSpan _lastReport;
    private TimeSpan _nextCheckpoint;
    private volatile bool _pause;

    public Word2VecRun(Word2VecOptions options, WordCorpus corpus, Word2VecStart start)
    {
        (_options, _corpus, _state) = (options, corpus, start.State);
        _chunks = CorpusChunk.Cut(corpus);
        _totalChunks = (long)_chunks.Length * options.Epochs;
        _totalWords = corpus.TokenCount * options.Epochs;
        _checkpoint = options.CheckpointPath is null ? null : new(options.CheckpointPath, options, corpus);

        var thresholds = Subsampling.Thresholds(_state.CountArray, options.Sample);
        var noise = options.Loss == Word2VecLoss.NegativeSampling ? new NoiseDistribution(_state.CountArray) : null;
        _workers = new Word2VecWorker[options.TrainingThreads];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new(_state.Matrices, NewStep(noise), options.Window, start.Rows, thresholds);
        }
    }

    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public void Run()
    {
        _nextChunk = Math.Min(_checkpoint?.Restore(_state) ?? 0, _totalChunks);
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
                _checkpoint?.Write(_state, _nextChunk);
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

    private WindowStep NewStep(NoiseDistribution? noise)
    {
        var matrices = _state.Matrices;
        if (_options.Loss == Word2VecLoss.Softmax)
        {
            return new SoftmaxStep(matrices, _options.Model);
        }

        LogisticTargets targets = noise is null ? new TreePath(matrices, _state.Tree!) : new NegativeSamples(matrices, noise, _options.Negatives);
        return _options.Model == Word2VecModel.Cbow ? new CbowStep(matrices, targets) : new SkipGramStep(matrices, targets, _options.Window);
    }

    /// <summary>The number of words that are trained on before a chunk, thinned-out ones included.</summary>
    private long WordsBefore(long index) =>
        (index / _chunks.Length * _corpus.TokenCount) + _chunks[index % _chunks.Length].WordsBefore;

    /// <summary>word2vec.c's decay: in a straight line over all epochs' words, to a ten-thousandth.</summary>
    private float Rate(long words) => _options.Rate * (float)Math.Max(1e-4, 1 - (words / (_totalWords + 1.0)));

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
