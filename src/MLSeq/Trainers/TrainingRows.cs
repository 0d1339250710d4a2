using Microsoft.ML;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>The training examples of a data view, read anew for each epoch and never held whole.</summary>
/// <param name="data">The data.</param>
/// <param name="labels">How labels are read.</param>
/// <param name="featureColumnName">The feature column.</param>
/// <param name="frameSize">The size of a frame; 0 for ids.</param>
/// <param name="weightColumnName">The column of example weights; null for none.</param>
/// <param name="cancellationToken">Ends the reading.</param>
internal sealed class TrainingRows(
    IDataView data, LabelColumn labels, string featureColumnName, int frameSize, string? weightColumnName, CancellationToken cancellationToken)
{
    /// <summary>Reads labels, weights and frames once and checks them.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to train from, or a value is bad.</exception>
    public LabelSurvey Survey()
    {
        // Ids need no check, and reading them would run the whole pipeline before this stage.
        var survey = new LabelSurvey(labels);
        foreach (var (label, weight, reader) in Rows(withFeatures: frameSize > 0))
        {
            survey.Add(label, weight);
            reader?.Read();
        }

        survey.Check(featureColumnName, weightColumnName);
        return survey;
    }

    /// <summary>Reads the examples; rows without label are left out.</summary>
    /// <param name="transform">From label to training target.</param>
    public IEnumerable<SequenceExample> Read(Func<float, float> transform)
    {
        foreach (var (label, weight, reader) in Rows(withFeatures: true))
        {
            if (float.IsNaN(label))
            {
                continue;
            }

            reader!.Read();
            yield return new SequenceExample
            {
                Ids = frameSize == 0 ? reader.Ids.ToArray() : null,
                Frames = frameSize > 0 ? reader.Frames.ToArray() : null,
                Label = transform(label),
                Weight = weight,
            };
        }
    }

    private IEnumerable<(float Label, float Weight, FeatureReader? Reader)> Rows(bool withFeatures)
    {
        var schema = data.Schema;
        var columns = new List<DataViewSchema.Column> { schema[labels.Name] };
        if (withFeatures)
        {
            columns.Add(schema[featureColumnName]);
        }

        if (weightColumnName is not null)
        {
            columns.Add(schema[weightColumnName]);
        }

        using var cursor = data.GetRowCursor(columns);
        var getLabel = labels.MakeGetter(cursor);
        var getWeight = ExampleWeights.MakeGetter(cursor, weightColumnName);
        var reader = withFeatures ? FeatureReader.Create(cursor, featureColumnName, frameSize) : null;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var weight = getWeight();
            yield return (getLabel(), weight, reader);
        }
    }
}
