using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Graphs;
using MLSeq.Interop;

[assembly: LoadableClass(typeof(MLSeq.SequenceMulticlassTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceMulticlassTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Adds <c>PredictedLabel</c>, the label's key, and <c>Score</c>, the probability of each class.</summary>
public sealed class SequenceMulticlassTransformer : SequencePredictionTransformer
{
    internal const string LoaderSignature = "MLSeqMulticlass";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQMULT", LoaderSignature);

    private readonly LabelValues? _labels;

    internal SequenceMulticlassTransformer(IHostEnvironment environment, string featureColumnName, SequenceModel model, LabelValues? labels)
        : base(environment.Register(nameof(SequenceMulticlassTransformer)), featureColumnName, model)
    {
        _labels = labels;
        var classes = model.Network.Options.OutputSize;
        ClassNames = labels?.Texts ?? [.. Enumerable.Range(1, classes).Select(key => key.ToString(System.Globalization.CultureInfo.InvariantCulture))];

        var predicted = new DataViewSchema.Annotations.Builder();
        predicted.AddPrediction(PredictionKind, ColumnNames.PredictedLabel);
        labels?.Annotate(predicted, AnnotationKinds.KeyValues);
        var score = new DataViewSchema.Annotations.Builder();
        score.AddPrediction(PredictionKind, ColumnNames.Score);
        labels?.Annotate(score, AnnotationKinds.TrainingLabelValues);
        if (labels?.Type is TextDataViewType)
        {
            labels.Annotate(score, AnnotationKinds.SlotNames);
        }

        Outputs =
        [
            new(ColumnNames.PredictedLabel, new KeyDataViewType(typeof(uint), classes), predicted.ToAnnotations()),
            new(ColumnNames.Score, new VectorDataViewType(NumberDataViewType.Single, classes), score.ToAnnotations()),
        ];
    }

    internal override string PredictionKind => "MulticlassClassification";

    internal override IReadOnlyList<string> ClassNames { get; }

    private protected override DataViewSchema.DetachedColumn[] Outputs { get; }

    internal static SequenceMulticlassTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var feature = ctx.LoadNonEmptyString();
        var model = SequenceModel.Load(ctx.Reader);
        var labels = ctx.Reader.ReadBoolean() ? LabelValues.Load(ctx.Reader, model.Network.Options.OutputSize) : null;
        return new(env, feature, model, labels);
    }

    private protected override Delegate MakeGetter(RowScorer scorer, int output) => output == 0
        ? (ValueGetter<uint>)((ref uint value) => value = (uint)TensorPrimitives.IndexOfMax(scorer.Output) + 1)
        : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var scores = scorer.Output;
            var editor = VBufferEditor.Create(ref value, scores.Length);
            scores.CopyTo(editor.Values);
            value = editor.Commit();
        });

    private protected override IReadOnlyList<GraphPrediction> DescribePredictions(IGraph graph, GraphValue output) =>
    [
        new(ColumnNames.PredictedLabel, graph.Operator("ArgMax", [output], 1, "", new GraphAttribute("axis", 1L), new GraphAttribute("keepdims", 1L))[0], PredictionForm.ClassIndex),
        new(ColumnNames.Score, output, PredictionForm.Scores),
    ];

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        Model.Save(context.Writer);
        context.Writer.Write(_labels is not null);
        _labels?.Save(context.Writer);
    }
}
