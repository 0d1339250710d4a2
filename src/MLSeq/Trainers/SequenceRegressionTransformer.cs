using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Graphs;
using MLSeq.Interop;

[assembly: LoadableClass(typeof(MLSeq.SequenceRegressionTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceRegressionTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Adds <c>Score</c>, the predicted number.</summary>
public sealed class SequenceRegressionTransformer : SequencePredictionTransformer
{
    internal const string LoaderSignature = "MLSeqRegression";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQREGR", LoaderSignature);

    internal SequenceRegressionTransformer(IHostEnvironment environment, string featureColumnName, SequenceModel model)
        : base(environment.Register(nameof(SequenceRegressionTransformer)), featureColumnName, model)
    {
        var score = new DataViewSchema.Annotations.Builder();
        score.AddPrediction(PredictionKind, ColumnNames.Score);
        Outputs = [new(ColumnNames.Score, NumberDataViewType.Single, score.ToAnnotations())];
    }

    internal override string PredictionKind => "Regression";

    internal override IReadOnlyList<string>? ClassNames => null;

    private protected override DataViewSchema.DetachedColumn[] Outputs { get; }

    internal static SequenceRegressionTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env, ctx.LoadNonEmptyString(), SequenceModel.Load(ctx.Reader));
    }

    private protected override Delegate MakeGetter(RowScorer scorer, int output) =>
        (ValueGetter<float>)((ref float value) => value = (scorer.Output[0] * Model.Scale) + Model.Offset);

    private protected override IReadOnlyList<GraphPrediction> DescribePredictions(IGraph graph, GraphValue output)
    {
        var scaled = graph.Operator("Mul", [output, graph.Constant("scale", [Model.Scale])], 1, "")[0];
        return [new(ColumnNames.Score, graph.Add(scaled, graph.Constant("offset", [Model.Offset])), PredictionForm.Number)];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        Model.Save(context.Writer);
    }
}
