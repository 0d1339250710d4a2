using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Splits the data at random into two parts.</summary>
    /// <param name="data">The data.</param>
    /// <param name="testFraction">The part of the rows, between 0 and 1, that are for testing; it is met on average.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values stay in one part.</param>
    /// <param name="seed">A seed; that of the MLContext where it is not given.</param>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (testFraction is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "The test fraction is between 0 and 1, exclusive.");
        }

        var sampler = MakeSampler(data, samplingKeyColumnName, seed);
        return new(
            new FilterDataView(data, sampler.Columns, row => sampler.Outside(row, 0, testFraction)),
            new FilterDataView(data, sampler.Columns, row => sampler.Inside(row, 0, testFraction)));
    }

    /// <summary>Splits the data at random into folds, each of which is the test part once.</summary>
    /// <param name="data">The data.</param>
    /// <param name="numberOfFolds">The number of folds, at least 2.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values stay in one fold.</param>
    /// <param name="seed">A seed; that of the MLContext where it is not given.</param>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (numberOfFolds < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(numberOfFolds), numberOfFolds, "There are at least 2 folds.");
        }

        var sampler = MakeSampler(data, samplingKeyColumnName, seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold =>
        {
            var from = (double)fold / numberOfFolds;
            var to = fold == numberOfFolds - 1 ? 1 : (double)(fold + 1) / numberOfFolds;
            return new TrainTestData(
                new FilterDataView(data, sampler.Columns, row => sampler.Outside(row, from, to)),
                new FilterDataView(data, sampler.Columns, row => sampler.Inside(row, from, to)));
        })];
    }

    /// <summary>The first rows.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new RangeDataView(input, 0, count);
    }

    /// <summary>The rows after the first ones.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new RangeDataView(input, count, long.MaxValue);
    }

    /// <summary>The rows in random order, as far as a pool of rows allows.</summary>
    /// <param name="input">The data.</param>
    /// <param name="seed">A seed; that of the MLContext where it is not given.</param>
    /// <param name="shufflePoolSize">The number of rows held at a time.</param>
    /// <param name="shuffleSource">Whether data that can be read in random order is.</param>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shufflePoolSize);
        return new ShuffleDataView(input, _env.Register("Shuffle", seed).Rand.Next(), shufflePoolSize, shuffleSource);
    }

    /// <summary>The rows in which a column, of numbers or of keys' indices from 0 on, is at least the lower and below the upper bound.</summary>
    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = input.Schema[columnName];
        return new FilterDataView(input, [column], row =>
        {
            var number = Numbers.Getter(row, column);
            return () => number() is var value && value >= lowerBound && value < upperBound;
        });
    }

    /// <summary>The rows in which none of the columns, of floating-point numbers or keys, has a missing value.</summary>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(columns);
        var chosen = columns.Select(name => input.Schema[name]).ToArray();
        return new FilterDataView(input, chosen, row =>
        {
            var missing = chosen.Select(column => Numbers.IsMissing(row, column)).ToArray();
            return () => !missing.Any(isMissing => isMissing());
        });
    }

    private RowSampler MakeSampler(IDataView data, string samplingKeyColumnName, int? seed) =>
        new(samplingKeyColumnName == null ? null : data.Schema[samplingKeyColumnName], _env.Register("Split", seed).Rand.NextInt64());
}
