using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>Trains a recurrent network to tell true from false, by logistic loss.</summary>
public sealed class SequenceBinaryTrainer : SequenceLearner<SequenceBinaryTransformer>
{
    internal SequenceBinaryTrainer(IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceClassifierOptions options)
        : base(environment, nameof(SequenceBinaryTrainer), labelColumnName, featureColumnName, options)
    {
    }

    private protected override NetworkOutput Output => NetworkOutput.Sigmoid;

    private protected override string ExpectedLabel => "Boolean";

    private protected override bool IsLabel(SchemaShape.Column column) => column.IsScalar(BooleanDataViewType.Instance);

    private protected override int OutputSize(LabelColumn labels) => 1;

    private protected override SequenceBinaryTransformer CreateTransformer(IHostEnvironment environment, SequenceModel model, LabelColumn labels) =>
        new(environment, FeatureColumnName, model);

    /// <summary>The same network without the sigmoid: log-odds do not saturate, and probabilities follow from them.</summary>
    private protected override SequenceNetwork Scorable(SequenceNetwork network)
    {
        var options = network.Options;
        options.Output = NetworkOutput.Linear;
        var copy = new SequenceNetwork(options, seed: 0);
        foreach (var (source, destination) in network.Parameters.Zip(copy.Parameters))
        {
            source.Values.CopyTo(destination.Values);
        }

        return copy;
    }

    private protected override SchemaShape.Column[] OutputShape(SchemaShape.Column label)
    {
        var prediction = new SchemaShape(Annotations.PredictionShape());
        var probability = new SchemaShape(Annotations.PredictionShape().Append(
            new SchemaShape.Column(AnnotationKinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false)));
        return
        [
            new(ColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false, prediction),
            new(ColumnNames.Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, prediction),
            new(ColumnNames.Probability, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, probability),
        ];
    }
}
