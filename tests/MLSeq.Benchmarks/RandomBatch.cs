using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Benchmarks;

/// <summary>Random tokens and classes in a configuration's shape.</summary>
internal sealed class RandomBatch(TrainingConfiguration configuration, int seed) : SequenceBatch
{
    private readonly int[] _ids = Draw(configuration.Vocabulary, configuration.Batch * configuration.Steps, seed);
    private readonly int[] _labels = Draw(configuration.Outputs, configuration.Batch * configuration.Steps, seed + 1000);

    public override int Rows => configuration.Batch;

    public override long Tokens => _ids.Length;

    public override double Weight => configuration.EachStep ? _ids.Length : configuration.Batch;

    public override bool CarriesState => configuration.CarriesState;

    public override bool StartsAnew => seed == 0;

    public override void Pack(PackedBatch batch, int worker, int workers)
    {
        var first = configuration.Batch * worker / workers;
        var rows = (configuration.Batch * (worker + 1) / workers) - first;
        batch.LayOut(rows, configuration.Steps);
        for (var t = 0; t < configuration.Steps; t++)
        {
            _ids.AsSpan((t * configuration.Batch) + first, rows).CopyTo(batch.Ids[(t * rows)..]);
        }

        batch.Weights.Fill(1);
        for (var i = 0; i < batch.Answers; i++)
        {
            batch.Labels[i] = _labels[i];
        }
    }

    private static int[] Draw(int bound, int count, int seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(bound))];
    }
}
