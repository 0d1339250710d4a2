using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Decoding;
using MLSeq.Graphs;
using MLSeq.Interop;
using MLSeq.Networks;

[assembly: LoadableClass(typeof(MLSeq.SequenceVectorTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceVectorTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Adds <c>Score</c>, a vector of probabilities or of numbers: of known size for the whole sequence, or those of one step after the other.
/// </summary>
public sealed class SequenceVectorTransformer : SequencePredictionTransformer
{
    internal const string LoaderSignature = "MLSeqVector";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQVECT", LoaderSignature);

    private readonly bool _eachStep;

    internal SequenceVectorTransformer(IHostEnvironment environment, string featureColumnName, SequenceModel model)
        : base(environment.Register(nameof(SequenceVectorTransformer)), featureColumnName, model)
    {
        var options = model.Network.Options;
        _eachStep = options.Pooling == SequencePooling.None;
        PredictionKind = options.Output == NetworkOutput.Sigmoid ? "MultiLabelClassification" : "MultiOutputRegression";
        var score = new DataViewSchema.Annotations.Builder();
        score.AddPrediction(PredictionKind, ColumnNames.Score);
        var type = _eachStep
            ? new VectorDataViewType(NumberDataViewType.Single)
            : new VectorDataViewType(NumberDataViewType.Single, options.OutputSize);
        Outputs = [new(ColumnNames.Score, type, score.ToAnnotations())];
    }

    internal override string PredictionKind { get; }

    internal override IReadOnlyList<string>? ClassNames => null;

    private protected override DataViewSchema.DetachedColumn[] Outputs { get; }

    /// <summary>
    /// Goes on with a sequence of frames of zeros and ones, such as the notes of a piece, by a model that was trained to tell the labels of the frame
    /// after: they are drawn by their probabilities, and the frame that comes of it is read in turn.
    /// </summary>
    /// <inheritdoc cref="FrameGenerator.Generate"/>
    /// <exception cref="InvalidOperationException">The model is of another kind, which the message tells.</exception>
    public float[] Generate(ReadOnlySpan<float> start, int steps, int seed = 1, float temperature = 1)
    {
        FrameGenerator generator;
        try
        {
            generator = new FrameGenerator(Model.Network);
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"The model of column '{FeatureColumnName}' tells nothing of the next frame. {e.Message}", e);
        }

        return generator.Generate(start, steps, seed, temperature);
    }

    internal static SequenceVectorTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env, ctx.LoadNonEmptyString(), SequenceModel.Load(ctx.Reader));
    }

    private protected override Delegate MakeGetter(RowScorer scorer, int output) =>
        (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var scores = scorer.Output;
            var editor = VBufferEditor.Create(ref value, scores.Length);
            for (var i = 0; i < scores.Length; i++)
            {
                editor.Values[i] = (scores[i] * Model.Scale) + Model.Offset;
            }

            value = editor.Commit();
        });

    private protected override IReadOnlyList<GraphPrediction> DescribePredictions(IGraph graph, GraphValue output)
    {
        if (Model.Scale != 1 || Model.Offset != 0)
        {
            output = graph.Operator("Mul", [output, graph.Constant("scale", [Model.Scale])], 1, "")[0];
            output = graph.Add(output, graph.Constant("offset", [Model.Offset]));
        }

        return [new(ColumnNames.Score, output, _eachStep ? PredictionForm.StepScores : PredictionForm.Scores)];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        Model.Save(context.Writer);
    }
}
