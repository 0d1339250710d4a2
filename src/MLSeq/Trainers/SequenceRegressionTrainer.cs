using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>Trains a recurrent network to predict a number from a sequence, by squared error.</summary>
/// <remarks>
/// Targets are brought to mean 0 and standard deviation 1 for training, and losses are reported on that scale; scores
/// are on the targets' own.
/// </remarks>
public sealed class SequenceRegressionTrainer : SequenceLearner<SequenceRegressionTransformer>
{
    internal SequenceRegressionTrainer(IHostEnvironment environment, string labelColumnName, string featureColumnName, SequenceRegressorOptions options)
        : base(environment, nameof(SequenceRegressionTrainer), labelColumnName, featureColumnName, options)
    {
    }

    private protected override NetworkOutput Output => NetworkOutput.Linear;

    private protected override string ExpectedLabel => "Single";

    private protected override bool IsLabel(SchemaShape.Column column) => column.IsScalar(NumberDataViewType.Single);

    private protected override int OutputSize(LabelColumn labels) => 1;

    private protected override (float Scale, float Offset) Target(LabelSurvey survey) => (survey.Deviation, survey.Mean);

    private protected override SequenceRegressionTransformer CreateTransformer(IHostEnvironment environment, SequenceModel model, LabelColumn labels) =>
        new(environment, FeatureColumnName, model);

    private protected override SchemaShape.Column[] OutputShape(SchemaShape.Column label) =>
    [
        new(ColumnNames.Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, new SchemaShape(Annotations.PredictionShape())),
    ];
}
