using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Graphs;
using MLSeq.Interop;

[assembly: LoadableClass(typeof(MLSeq.SequenceBinaryTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceBinaryTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Adds <c>PredictedLabel</c> (Boolean), <c>Score</c> (log-odds) and <c>Probability</c> (of true).</summary>
public sealed class SequenceBinaryTransformer : SequencePredictionTransformer
{
    internal const string LoaderSignature = "MLSeqBinary";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQBINC", LoaderSignature);

    internal SequenceBinaryTransformer(IHostEnvironment environment, string featureColumnName, SequenceModel model)
        : base(environment.Register(nameof(SequenceBinaryTransformer)), featureColumnName, model)
    {
        var probability = new DataViewSchema.Annotations.Builder();
        probability.AddPrediction(PredictionKind, ColumnNames.Probability);
        probability.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        Outputs =
        [
            new(ColumnNames.PredictedLabel, BooleanDataViewType.Instance, Prediction(ColumnNames.PredictedLabel)),
            new(ColumnNames.Score, NumberDataViewType.Single, Prediction(ColumnNames.Score)),
            new(ColumnNames.Probability, NumberDataViewType.Single, probability.ToAnnotations()),
        ];
    }

    internal override string PredictionKind => "BinaryClassification";

    internal override IReadOnlyList<string> ClassNames { get; } = ["False", "True"];

    private protected override DataViewSchema.DetachedColumn[] Outputs { get; }

    internal static SequenceBinaryTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env, ctx.LoadNonEmptyString(), SequenceModel.Load(ctx.Reader));
    }

    private protected override Delegate MakeGetter(RowScorer scorer, int output) => output switch
    {
        0 => (ValueGetter<bool>)((ref bool value) => value = scorer.Output[0] > 0),
        1 => (ValueGetter<float>)((ref float value) => value = scorer.Output[0]),
        _ => (ValueGetter<float>)((ref float value) => value = 1 / (1 + MathF.Exp(-scorer.Output[0]))),
    };

    private protected override IReadOnlyList<GraphPrediction> DescribePredictions(IGraph graph, GraphValue output) =>
    [
        new(ColumnNames.PredictedLabel, graph.Operator("Greater", [output, graph.Constant("threshold", [0f])], 1, "")[0], PredictionForm.Flag),
        new(ColumnNames.Score, output, PredictionForm.Number),
        new(ColumnNames.Probability, graph.Sigmoid(output), PredictionForm.Number),
    ];

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        Model.Save(context.Writer);
    }

    private DataViewSchema.Annotations Prediction(string value)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrediction(PredictionKind, value);
        return builder.ToAnnotations();
    }
}
