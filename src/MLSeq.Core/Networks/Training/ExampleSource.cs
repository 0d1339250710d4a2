using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// The training and validation rows of a run, checked as they are read. Sources are read again in each epoch; one that
/// fits into a pool is read once and kept.
/// </summary>
internal sealed class ExampleSource
{
    private readonly ExampleCheck _check;
    private readonly ExamplePools _pools;
    private readonly Func<IEnumerable<SequenceExample>> _read;
    private readonly Func<IEnumerable<SequenceExample>>? _validation;
    private readonly ulong _heldOutBelow;
    private readonly int _seed;
    private List<SequenceExample>? _keptTraining;
    private List<SequenceExample>? _keptValidation;

    public ExampleSource(
        SequenceNetwork network, SequenceTrainerOptions options, ExamplePools pools, Func<IEnumerable<SequenceExample>> read,
        Func<IEnumerable<SequenceExample>>? validation)
    {
        _check = new ExampleCheck(network);
        _pools = pools;
        _read = read;
        _validation = validation;
        _seed = options.Seed;
        _heldOutBelow = validation is null ? (ulong)(options.ValidationFraction * (double)ulong.MaxValue) : 0;
    }

    /// <summary>The rows to train on, in the order of the source.</summary>
    public IEnumerable<SequenceExample> Training() => Keeping(_keptTraining, () => Read(_read, heldOut: false), kept => _keptTraining = kept);

    /// <summary>The rows to validate on; none where nothing is held out.</summary>
    public IEnumerable<SequenceExample> Validation()
    {
        if (_validation is null && _heldOutBelow == 0)
        {
            return [];
        }

        return Keeping(
            _keptValidation, () => _validation is null ? Read(_read, heldOut: true) : Read(_validation, heldOut: false), kept => _keptValidation = kept);
    }

    private IEnumerable<SequenceExample> Keeping(
        List<SequenceExample>? kept, Func<IEnumerable<SequenceExample>> read, Action<List<SequenceExample>> keep)
    {
        if (kept is not null)
        {
            foreach (var row in kept)
            {
                yield return row;
            }

            yield break;
        }

        List<SequenceExample>? rows = [];
        var values = 0L;
        foreach (var row in read())
        {
            if (rows is not null)
            {
                rows.Add(row);
                values += ExamplePools.ValuesOf(row);
                rows = _pools.IsFull(rows.Count, values) ? null : rows;
            }

            yield return row;
        }

        if (rows is not null)
        {
            keep(rows);
        }
    }

    private IEnumerable<SequenceExample> Read(Func<IEnumerable<SequenceExample>> read, bool heldOut)
    {
        var ordinal = 0L;
        foreach (var row in read())
        {
            _check.All(row, ordinal);

            // The first row always trains, so that there is something to learn from.
            var isHeldOut = ordinal > 0 && SeededRandom.Hash(_seed, ordinal) < _heldOutBelow;
            ordinal++;
            if (isHeldOut == heldOut)
            {
                yield return row;
            }
        }
    }
}
