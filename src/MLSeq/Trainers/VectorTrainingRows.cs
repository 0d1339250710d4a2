using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>The training examples of a data view whose labels are vectors, read anew for each epoch and never held whole.</summary>
internal sealed class VectorTrainingRows(IDataView data, string labelColumnName, string featureColumnName, SequenceVectorOptions options, int labelSize)
{
    /// <summary>The mean and the standard deviation of all values of the labels, and how many rows have one.</summary>
    /// <exception cref="InvalidOperationException">No row has a label.</exception>
    public (float Mean, float Deviation, long Rows, long Labelled) Survey()
    {
        var (mean, squares, values, rows, labelled) = (0d, 0d, 0L, 0L, 0L);
        foreach (var (targets, _, _) in Rows(withFeatures: false))
        {
            rows++;
            labelled += targets.Length > 0 ? 1 : 0;
            foreach (var target in targets)
            {
                var difference = target - mean;
                mean += difference / ++values;
                squares += difference * (target - mean);
            }
        }

        if (labelled == 0)
        {
            throw new InvalidOperationException(
                $"Label column '{labelColumnName}' is empty in all {rows} rows of the training data. At least one label is expected.");
        }

        return ((float)mean, squares > 0 ? (float)Math.Sqrt(squares / values) : 1, rows, labelled);
    }

    /// <summary>Reads the examples; rows with an empty label are left out.</summary>
    public IEnumerable<SequenceExample> Read(float scale, float offset)
    {
        foreach (var (targets, weight, reader) in Rows(withFeatures: true))
        {
            if (targets.Length == 0)
            {
                continue;
            }

            reader!.Read();
            yield return new SequenceExample
            {
                Ids = options.FrameSize == 0 ? reader.Ids.ToArray() : null,
                Frames = options.FrameSize > 0 ? reader.Frames.ToArray() : null,
                Targets = Array.ConvertAll(targets, target => (target - offset) / scale),
                Weight = weight,
            };
        }
    }

    private IEnumerable<(float[] Targets, float Weight, FeatureReader? Reader)> Rows(bool withFeatures)
    {
        var schema = data.Schema;
        List<DataViewSchema.Column> columns = [schema[labelColumnName]];
        if (withFeatures)
        {
            columns.Add(schema[featureColumnName]);
        }

        if (options.ExampleWeightColumnName is { } weightName)
        {
            columns.Add(schema[weightName]);
        }

        using var cursor = data.GetRowCursor(columns);
        var getLabel = cursor.GetGetter<VBuffer<float>>(schema[labelColumnName]);
        var getWeight = ExampleWeights.MakeGetter(cursor, options.ExampleWeightColumnName);
        var reader = withFeatures ? FeatureReader.Create(cursor, featureColumnName, options.FrameSize) : null;
        VBuffer<float> label = default;
        while (cursor.MoveNext())
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var weight = getWeight();
            getLabel(ref label);
            if (label.Length % labelSize != 0)
            {
                throw new InvalidOperationException(
                    $"Row {cursor.Position}: label column '{labelColumnName}' has {label.Length} values; expected a multiple of the label size {labelSize}.");
            }

            float[] targets = [.. label.DenseValues()];
            foreach (var target in targets)
            {
                if (!float.IsFinite(target))
                {
                    throw new InvalidOperationException(
                        $"Row {cursor.Position}: label column '{labelColumnName}' has {target}; expected finite numbers.");
                }
            }

            yield return (targets, weight, reader);
        }
    }
}
