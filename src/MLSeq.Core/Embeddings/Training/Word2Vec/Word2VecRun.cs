using MLSeq.Embeddings.Corpora;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>One training of word2vec's matrices.</summary>
internal sealed class Word2VecRun : ChunkedRun
{
    private readonly Word2VecOptions _options;
    private readonly Word2VecState _state;
    private readonly Word2VecWorker[] _workers;
    private readonly TrainingCheckpoint? _checkpoint;

    public Word2VecRun(Word2VecOptions options, WordCorpus corpus, Word2VecStart start)
        : base(options, corpus, options.Epochs, options.Rate)
    {
        (_options, _state) = (options, start.State);
        _checkpoint = options.CheckpointPath is null ? null : new(options.CheckpointPath, "word2vec", Conditions(corpus));
        var thresholds = Subsampling.Thresholds(_state.CountArray, options.Sample);
        var noise = options.Loss == Word2VecLoss.NegativeSampling ? new NoiseDistribution(_state.CountArray) : null;
        _workers = new Word2VecWorker[options.TrainingThreads];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new(_state.Matrices, NewStep(noise), options.Window, start.Rows, thresholds);
        }
    }

    protected override void Train(int worker, ReadOnlySpan<int> chunk, float rate, long index) =>
        _workers[worker].Train(chunk, rate, _options.Seed, index);

    protected override void Save(long chunksDone) => _checkpoint!.Write(chunksDone, writer => Word2VecStateFile.Write(writer, _state));

    protected override long Restore() => _checkpoint!.Restore(reader =>
    {
        var restored = Word2VecStateFile.Read(reader);
        if (!restored.WordArray.AsSpan().SequenceEqual(_state.WordArray) || !restored.CountArray.AsSpan().SequenceEqual(_state.CountArray))
        {
            throw new InvalidDataException("It was written with other words or counts. Delete the file to start anew.");
        }

        restored.Matrices.CopyTo(_state.Matrices);
    });

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

    private (string Name, string Value)[] Conditions(WordCorpus corpus) =>
    [
        (nameof(_options.Model), $"{_options.Model}"),
        (nameof(_options.Loss), $"{_options.Loss}"),
        (nameof(_options.Dimensions), $"{_options.Dimensions}"),
        (nameof(_options.Window), $"{_options.Window}"),
        (nameof(_options.Negatives), $"{_options.Negatives}"),
        (nameof(_options.Sample), FormattableString.Invariant($"{_options.Sample:R}")),
        (nameof(_options.LearningRate), FormattableString.Invariant($"{_options.Rate:R}")),
        (nameof(_options.Epochs), $"{_options.Epochs}"),
        (nameof(_options.Seed), $"{_options.Seed}"),
        TrainingCheckpoint.The(corpus),
    ];
}
