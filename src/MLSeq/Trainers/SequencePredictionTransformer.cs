using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Graphs;
using MLSeq.Interop;
using MLSeq.Onnx;

namespace MLSeq;

/// <summary>Scores sequences by a trained network.</summary>
/// <remarks>
/// The feature column is a vector of token ids (<c>Key&lt;UInt32&gt;</c>; 0 is the unknown token) or of frames
/// (Single, T times the frame size). An empty sequence is scored as one unknown token or one frame of zeros.
/// </remarks>
public abstract class SequencePredictionTransformer : RowTransformer, ISingleFeaturePredictionTransformer<SequenceModel>, IOnnxStage
{
    private protected SequencePredictionTransformer(IHost host, string featureColumnName, SequenceModel model)
        : base(host, featureColumnName)
    {
        Model = model;
        var options = model.Network.Options;
        FeatureColumnType = options.FrameSize > 0
            ? new VectorDataViewType(NumberDataViewType.Single)
            : new VectorDataViewType(new KeyDataViewType(typeof(uint), options.VocabularySize - 1));
    }

    /// <summary>The trained network.</summary>
    public SequenceModel Model { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName => InputColumnName;

    /// <summary>The type of the feature column; one of known size is taken too.</summary>
    public DataViewType FeatureColumnType { get; }

    /// <summary>What is predicted, in ML.NET's words, for instance <c>MulticlassClassification</c>.</summary>
    internal abstract string PredictionKind { get; }

    /// <summary>The classes as text; null for a regressor.</summary>
    internal abstract IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The names of the added columns.</summary>
    internal IEnumerable<string> OutputNames => Outputs.Select(output => output.Name);

    void IOnnxStage.Export(OnnxExport export) => export.Define(this);

    /// <summary>Adds the network and what makes its outputs the added columns to a graph.</summary>
    internal IReadOnlyList<GraphPrediction> Describe(IGraph graph, GraphSequence input) =>
        DescribePredictions(graph, Model.Network.Describe(graph, input));

    /// <summary>The added columns, always the same instances.</summary>
    private protected abstract DataViewSchema.DetachedColumn[] Outputs { get; }

    private protected abstract Delegate MakeGetter(RowScorer scorer, int output);

    private protected abstract IReadOnlyList<GraphPrediction> DescribePredictions(IGraph graph, GraphValue output);

    private protected sealed override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "feature");
        var options = Model.Network.Options;
        var isRight = options.FrameSize > 0
            ? column.Type.IsFrames()
            : column.Type.IsIds() && column.KeyCount() == options.VocabularySize - 1;
        if (!isRight)
        {
            var expected = options.FrameSize > 0
                ? $"{ColumnTypes.Frames} in frames of {options.FrameSize}"
                : $"{ColumnTypes.Ids} with {options.VocabularySize - 1} values, as in training";
            throw ColumnTypes.Mismatch(column, "feature", expected);
        }

        return Outputs;
    }

    private protected sealed override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        var getters = new Delegate?[Outputs.Length];
        RowScorer? scorer = null;
        for (var i = 0; i < getters.Length; i++)
        {
            if (isActive(i))
            {
                scorer ??= new RowScorer(row, InputColumnName, Model);
                getters[i] = MakeGetter(scorer, i);
            }
        }

        return getters;
    }

    private protected sealed override void ExportTo(OnnxContext context, DataViewSchema inputSchema)
    {
        var graph = new OnnxContextGraph(context, GetType().Name, InputColumnName);
        var input = Model.Network.Options.FrameSize > 0
            ? graph.Frames(InputColumnName, Model.Network.Options.FrameSize)
            : graph.Ids(InputColumnName);
        foreach (var prediction in Describe(graph, input))
        {
            graph.Assign(prediction, Outputs.First(output => output.Name == prediction.ColumnName).Type, input.Lengths);
        }
    }
}
