using System.Globalization;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.Word2Vec;

namespace MLSeq.Embeddings.Training.FastText;

/// <summary>One training of fastText's matrices.</summary>
internal sealed class FastTextRun : ChunkedRun
{
    private readonly FastTextOptions _options;
    private readonly FastTextMatrices _matrices;
    private readonly FastTextWorker[] _workers;
    private readonly TrainingCheckpoint? _checkpoint;

    public FastTextRun(FastTextOptions options, WordCorpus corpus, FastTextMatrices matrices)
        : base(options, corpus, options.Epochs, options.LearningRate)
    {
        (_options, _matrices) = (options, matrices);
        _checkpoint = options.CheckpointPath is null ? null : new(options.CheckpointPath, "fastText", Conditions(options, corpus));
        long[] counts = [.. corpus.Counts];
        var noise = new NoiseDistribution(counts, FastTextTrainer.NoisePower);
        var thresholds = Subsampling.Thresholds(counts, options.Sample);
        _workers = new FastTextWorker[options.TrainingThreads];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new(matrices.Values, matrices.Subwords, noise, thresholds, options);
        }
    }

    protected override void Train(int worker, ReadOnlySpan<int> chunk, float rate, long index) =>
        _workers[worker].Train(chunk, rate, _options.Seed, index);

    protected override void Save(long chunksDone) => _checkpoint!.Write(chunksDone, _matrices.Save);

    protected override long Restore() => _checkpoint!.Restore(_matrices.Load);

    private static (string Name, string Value)[] Conditions(FastTextOptions options, WordCorpus corpus) =>
    [
        (nameof(options.Dimensions), Text(options.Dimensions)),
        (nameof(options.Window), Text(options.Window)),
        (nameof(options.Negatives), Text(options.Negatives)),
        (nameof(options.Sample), Text(options.Sample)),
        (nameof(options.MinN), Text(options.MinN)),
        (nameof(options.MaxN), Text(options.MaxN)),
        (nameof(options.Buckets), Text(options.Buckets)),
        (nameof(options.LearningRate), Text(options.LearningRate)),
        (nameof(options.Epochs), Text(options.Epochs)),
        (nameof(options.Seed), Text(options.Seed)),
        TrainingCheckpoint.The(corpus),
    ];

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
