using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Graphs;

namespace MLSeq.Onnx;

/// <summary>
/// Follows a chain of transformers from its input columns on. Each column is defined by how it is made, and made only
/// when an output needs it: stages beside the way, such as one that maps the label, are never asked.
/// </summary>
internal sealed class OnnxExport
{
    private readonly Dictionary<string, Definition> _columns;
    private readonly Dictionary<string, GraphValue> _inputs = [];
    private readonly SequenceOnnxExportOptions _options;

    public OnnxExport(DataViewSchema inputSchema, SequenceOnnxExportOptions options)
    {
        _options = options;
        _columns = inputSchema.Where(column => !column.IsHidden).ToDictionary(
            column => column.Name, column => new Definition(isPrediction: false, () => new InputColumnValue(column)));
    }

    /// <summary>The graph under construction.</summary>
    public OnnxGraph Graph { get; } = new();

    /// <summary>The columns that hold predictions, in the order of their definition.</summary>
    public IEnumerable<string> Predictions => _columns.Where(column => column.Value.IsPrediction).Select(column => column.Key);

    /// <summary>Whether a column holds a prediction or is made of one.</summary>
    public bool IsPrediction(string column) => _columns.TryGetValue(column, out var value) && value.IsPrediction;

    /// <summary>Defines a column by how it is made from another one.</summary>
    public void Define(string column, string inputColumn, Func<OnnxColumnValue> make) => Define(column, IsPrediction(inputColumn), make);

    /// <summary>Defines a column.</summary>
    public void Define(string column, bool isPrediction, Func<OnnxColumnValue> make)
    {
        // Removed first, so that the order of predictions is that of their last definition.
        _columns.Remove(column);
        _columns.Add(column, new Definition(isPrediction, make));
    }

    /// <summary>Defines the columns of a predictor.</summary>
    public void Define(SequencePredictionTransformer predictor)
    {
        var feature = _columns.GetValueOrDefault(predictor.FeatureColumnName);
        var predictions = new Lazy<IReadOnlyList<GraphPrediction>>(
            () => predictor.Describe(Graph, Features(predictor, Known(feature, predictor.FeatureColumnName))));
        foreach (var name in predictor.OutputNames)
        {
            Define(name, isPrediction: true, () => new PredictionValue(predictor, predictions.Value.First(prediction => prediction.ColumnName == name)));
        }
    }

    /// <summary>Makes a column, as it is defined at this point, when it is asked for.</summary>
    public Func<OnnxColumnValue> Later(string column)
    {
        var definition = _columns.GetValueOrDefault(column);
        return () => Known(definition, column).Value;
    }

    /// <summary>Removes a column.</summary>
    public void Remove(string column) => _columns.Remove(column);

    /// <summary>A column of text, [N].</summary>
    public GraphValue Text(string column, OnnxColumnValue value) =>
        value is InputColumnValue { Column: { Type: TextDataViewType } input }
            ? Input(input.Name, name => Graph.Input(name, OnnxElementType.String, "N"))
            : throw NotExpressible(column, "a text column of the input data");

    /// <summary>A column of tokens, [N, T].</summary>
    public static GraphSequence Tokens(string column, OnnxColumnValue value) =>
        value is TokensValue tokens ? tokens.Tokens : throw NotExpressible(column, "tokens that TokenizeSequence cut");

    private GraphSequence Features(SequencePredictionTransformer predictor, Definition feature)
    {
        var name = predictor.FeatureColumnName;
        var frameSize = predictor.Model.Network.Options.FrameSize;
        if (frameSize > 0)
        {
            return feature.Value is InputColumnValue frames ? FramesInput(frames.Column.Name, frameSize) : throw NotExpressible(name, "a column of the input data");
        }

        if (_options.Input == SequenceOnnxInput.Ids)
        {
            return IdsInput(name);
        }

        return feature.Value switch
        {
            IdsValue ids => ids.Ids,
            InputColumnValue input => IdsInput(input.Column.Name),
            _ => throw NotExpressible(name, "token ids that MapTokensToIds gave"),
        };
    }

    private GraphSequence IdsInput(string column)
    {
        Graph.Metadata[OnnxMetadata.Padding] = "-1";
        return TextGraph.PaddedIds(Graph, Input(column, name => Graph.Input(name, OnnxElementType.Int64, "N", "T")));
    }

    private GraphSequence FramesInput(string column, int frameSize)
    {
        var lengths = $"{column}.Lengths";
        Graph.Metadata[OnnxMetadata.Padding] = "0";
        Graph.Metadata[OnnxMetadata.Lengths] = lengths;
        return TextGraph.PaddedFrames(
            Graph,
            Input(column, name => Graph.Input(name, OnnxElementType.Float, "N", "T", frameSize.ToString(CultureInfo.InvariantCulture))),
            Input(lengths, name => Graph.Input(name, OnnxElementType.Int64, "N")));
    }

    private GraphValue Input(string name, Func<string, GraphValue> make)
    {
        if (!_inputs.TryGetValue(name, out var value))
        {
            _inputs.Add(name, value = make(name));
        }

        return value;
    }

    private static Definition Known(Definition? definition, string column) =>
        definition ?? throw new InvalidOperationException($"There is no column '{column}' at this place of the model.");

    private static NotSupportedException NotExpressible(string column, string expected) =>
        new($"Column '{column}' cannot be exported to ONNX; expected {expected}.");

    private sealed class Definition(bool isPrediction, Func<OnnxColumnValue> make)
    {
        private readonly Lazy<OnnxColumnValue> _value = new(make);

        public bool IsPrediction => isPrediction;

        public OnnxColumnValue Value => _value.Value;
    }
}
