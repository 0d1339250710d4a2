using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// The training and validation rows of a run, checked as they are read. Sources are read again in each epoch; one that
/// fits into a pool is read once and kept.
/// </summary>
internal sealed class ExampleSource<TExample>
    where TExample : class
{
    private readonly Action<TExample, long> _check;
    private readonly ExamplePools<TExample> _pools;
    private readonly Func<IEnumerable<TExample>> _read;
    private readonly Func<IEnumerable<TExample>>? _validation;
    private readonly ulong _heldOutBelow;
    private readonly int _seed;
    private List<TExample>? _keptTraining;
    private List<TExample>? _keptValidation;

    public ExampleSource(
        SequenceTrainerOptions options, Action<TExample, long> check, ExamplePools<TExample> pools, Func<IEnumerable<TExample>> read,
        Func<IEnumerable<TExample>>? validation)
    {
        _check = check;
        _pools = pools;
        _read = read;
        _validation = validation;
        _seed = options.Seed;
        _heldOutBelow = validation is null ? (ulong)(options.ValidationFraction * (double)ulong.MaxValue) : 0;
    }

    /// <summary>The rows to train on, in the order of the source.</summary>
    public IEnumerable<TExample> Training() => Keeping(_keptTraining, () => Read(_read, heldOut: false), kept => _keptTraining = kept);

    /// <summary>The rows to validate on; none where nothing is held out.</summary>
    public IEnumerable<TExample> Validation()
    {
        if (_validation is null && _heldOutBelow == 0)
        {
            return [];
        }

        return Keeping(
            _keptValidation, () => _validation is null ? Read(_read, heldOut: true) : Read(_validation, heldOut: false), kept => _keptValidation = kept);
    }

    private IEnumerable<TExample> Keeping(
        List<TExample>? kept, Func<IEnumerable<TExample>> read, Action<List<TExample>> keep)
    {
        if (kept is not null)
        {
            foreach (var row in kept)
            {
                yield return row;
            }

            yield break;
        }

        List<TExample>? rows = [];
        var values = 0L;
        foreach (var row in read())
        {
            if (rows is not null)
            {
                rows.Add(row);
                values += _pools.ValuesOf(row);
                rows = _pools.IsFull(rows.Count, values) ? null : rows;
            }

            yield return row;
        }

        if (rows is not null)
        {
            keep(rows);
        }
    }

    private IEnumerable<TExample> Read(Func<IEnumerable<TExample>> read, bool heldOut)
    {
        var ordinal = 0L;
        foreach (var row in read())
        {
            _check(row, ordinal);

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
