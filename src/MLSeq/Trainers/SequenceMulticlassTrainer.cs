using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>Trains a recurrent network to tell which of several classes a sequence belongs to, by softmax cross-entropy.</summary>
/// <remarks>The label is a key; <c>MapValueToKey</c> makes one from other values.</remarks>
public sealed class SequenceMulticlassTrainer : SequenceLearner<SequenceMulticlassTransformer>
{
    internal SequenceMulticlassTrainer(IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceClassifierOptions options)
        : base(environment, nameof(SequenceMulticlassTrainer), labelColumnName, featureColumnName, options)
    {
    }

    private protected override NetworkOutput Output => NetworkOutput.Softmax;

    private protected override string ExpectedLabel => "a key (MapValueToKey makes one)";

    private protected override bool IsLabel(SchemaShape.Column column) =>
        column is { IsKey: true, Kind: SchemaShape.Column.VectorKind.Scalar };

    private protected override int OutputSize(LabelColumn labels) => labels.ClassCount;

    private protected override SequenceMulticlassTransformer CreateTransformer(IHostEnvironment environment, SequenceModel model, LabelColumn labels) =>
        new(environment, FeatureColumnName, model, labels.Values);

    private protected override SchemaShape.Column[] OutputShape(SchemaShape.Column label)
    {
        List<SchemaShape.Column> predicted = [.. Annotations.PredictionShape()];
        List<SchemaShape.Column> score = [.. Annotations.PredictionShape()];
        if (label.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values))
        {
            predicted.Add(values);
            score.Add(new(AnnotationKinds.TrainingLabelValues, values.Kind, values.ItemType, false));
            if (values.ItemType is TextDataViewType)
            {
                score.Add(new(AnnotationKinds.SlotNames, values.Kind, values.ItemType, false));
            }
        }

        return
        [
            new(ColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(predicted)),
            new(ColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(score)),
        ];
    }
}
