using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using MLSeq.Graphs;
using MLSeq.Interop;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Onnx;

// Stages of ML.NET's own, which write themselves as they do for its exporter.
internal sealed partial class OnnxExport
{
    /// <summary>Defines the columns that a layer of a stage adds.</summary>
    /// <param name="layer">What the stage makes of data.</param>
    /// <param name="stage">The stage, for messages.</param>
    /// <param name="added">The columns.</param>
    public void Define(IDataTransform layer, string stage, IReadOnlyList<DataViewSchema.Column> added)
    {
        var input = layer.Source.Schema;
        var inputs = input.Where(column => !column.IsHidden).ToDictionary(column => column.Name, column => _columns.GetValueOrDefault(column.Name));
        var context = new Lazy<StockContext>(() => WriteDown(
            layer, stage, added, name => ToStock(input[name], Known(inputs.GetValueOrDefault(name), name).Value).Value));
        var isPredictor = added.Any(IsPrediction);
        foreach (var column in added)
        {
            var needed = (layer as IRowToRowMapper)?.GetDependencies([layer.Schema[column.Name]])
                .Where(needed => !needed.IsHidden).ToList() ?? [];
            var role = isPredictor ? OnnxRole.Prediction : needed.Select(needed => RoleOf(needed.Name)).Append(OnnxRole.Added).Max();
            var sources = needed.ConvertAll(needed => (needed, inputs.GetValueOrDefault(needed.Name)));
            Define(column.Name, role, () =>
            {
                var value = context.Value.Column(column.Name);
                return new StockValue(value, column, new(() => LengthsOf(value, column, sources)));
            });
            if (isPredictor)
            {
                needed.ForEach(needed => Consume(needed.Name));
            }
        }
    }

    /// <summary>Ids [N, T] (int64) with -1 behind the rows' ends.</summary>
    public static GraphValue Padded(OnnxGraph graph, GraphValue ids, GraphValue lengths)
    {
        var steps = graph.RunningSteps(graph.Transpose(ids, 1, 0), lengths);
        return graph.Where(graph.Transpose(steps, 1, 0), ids, graph.Constant("padding", [-1L], 1));
    }

    /// <summary>What a predictor takes in is not what the model is exported for.</summary>
    private void Consume(string column)
    {
        if (_columns.TryGetValue(column, out var definition) && definition.Role == OnnxRole.Prediction)
        {
            _columns[column] = definition with { Role = OnnxRole.Added };
        }
    }

    private StockContext WriteDown(IDataTransform layer, string stage, IReadOnlyList<DataViewSchema.Column> added, Func<string, GraphValue> inputColumn)
    {
        var context = new StockContext(Graph, stage, layer.Source.Schema, inputColumn);
        var names = string.Join("', '", added.Select(column => column.Name));
        if (layer is not ITransformCanSaveOnnx transform || !transform.CanSaveOnnx(context))
        {
            throw StockContext.Unsupported(stage, names, "ML.NET has no operators for it, or none for its options");
        }

        try
        {
            transform.SaveAsOnnx(context);
            return context;
        }
        catch (Exception e)
        {
            throw StockContext.Unsupported(stage, names, e.Message, e);
        }
    }

    /// <summary>A column of ML.NET's own, in its shape and type.</summary>
    private StockValue ToStock(DataViewSchema.Column column, OnnxColumnValue value)
    {
        StockValue Stock(GraphValue result, GraphValue? lengths = null) => new(result, column, new(lengths));
        GraphValue Scalar(GraphValue result) => Graph.Reshape(result, -1, 1);
        GraphValue Cast(GraphValue result, OnnxElementType type) =>
            Graph.Operator("Cast", [result], 1, string.Empty, new GraphAttribute("to", (long)type))[0];
        switch (value)
        {
            case StockValue stock:
                return stock;
            case InputColumnValue { Column: var input }:
                return StockInput(input);
            case TokensValue { Tokens: var tokens }:
                return Stock(tokens.Values, tokens.Lengths);
            case IdsValue ids:
                return Stock(Cast(ids.Ids.Values, OnnxElementType.UInt32), ids.Counts);
            case FramesValue { Frames: var frames } sequence:
                return Stock(Graph.Reshape(frames.Values, 0, -1), Cast(Graph.Multiply(Graph.CastToInt64(frames.Lengths), Graph.Constant("size", [(long)sequence.FrameSize], 1)), OnnxElementType.Int32));
            case VectorValue vector:
                return Stock(vector.Vector);
            case NumberValue { Numbers: var number }:
                return Stock(Scalar(number));
            case TextValue { Texts: var text }:
                return Stock(Scalar(text));
            case PredictionValue { Prediction: { Value: var prediction, Form: var form } }:
                return form switch
                {
                    PredictionForm.Scores => Stock(prediction),
                    PredictionForm.Number or PredictionForm.Flag => Stock(Scalar(prediction)),
                    PredictionForm.ClassIndex => Stock(Cast(Scalar(Graph.Add(prediction, Graph.Constant("one", [1L], 1))), OnnxElementType.UInt32)),
                    _ => throw NotExpressible(column.Name, "a value for each row, not one for each step"),
                };
            default:
                throw NotExpressible(column.Name, "a value or vector for each row, tokens or token ids, not values for each step");
        }
    }

    /// <summary>A column of the input data. Its input to the graph has the form that scorers fill: [N] for a scalar, integers as int64.</summary>
    private StockValue StockInput(DataViewSchema.Column column)
    {
        var (type, width) = (StockTypes.ElementType(column.Type), StockTypes.Width(column.Type));
        var isVector = column.Type is VectorDataViewType;
        if (type == OnnxElementType.String && width == 0)
        {
            var tokens = TextGraph.PaddedTokens(Graph, TokensInput(column.Name));
            return new(tokens.Values, column, new(tokens.Lengths));
        }

        if (type == OnnxElementType.Undefined || width == 0)
        {
            throw NotExpressible(column.Name, $"a column of text, numbers or keys, or vectors of one size of these, not {column.Type}");
        }

        var given = type is OnnxElementType.String or OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Bool ? type : OnnxElementType.Int64;
        string[] shape = isVector ? ["N", width.ToString(System.Globalization.CultureInfo.InvariantCulture)] : ["N"];
        var value = Input(column.Name, $"Column '{column.Name}' as it is in ML.NET ({column.Type}), [{string.Join(", ", shape)}].", name => Graph.Input(name, given, shape));
        value = isVector ? value : Graph.Reshape(value, -1, 1);
        return new(given == type ? value : Graph.Operator("Cast", [value], 1, string.Empty, new GraphAttribute("to", (long)type))[0], column, new((GraphValue?)null));
    }

    /// <summary>How long a column's rows are where that varies: as the tokens that they are, or as the rows of the one such column that they are made of.</summary>
    private GraphValue? LengthsOf(GraphValue value, DataViewSchema.Column column, List<(DataViewSchema.Column Column, Definition? Definition)> needed)
    {
        if (StockTypes.Width(column.Type) > 0)
        {
            return null;
        }

        if (column.Type.IsTextVector())
        {
            return TextGraph.PaddedTokens(Graph, value).Lengths;
        }

        return needed.Where(input => StockTypes.Width(input.Column.Type) == 0).ToList() is [var (input, definition)]
            ? ToStock(input, Known(definition, input.Name).Value).Lengths.Value
            : null;
    }

    private static bool IsPrediction(DataViewSchema.Column column) => column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.ScoreColumnKind) is not null;

    /// <summary>Keys [N, T] as token ids: never empty.</summary>
    private GraphSequence Ids(StockValue keys) => TextGraph.NeverEmpty(Graph, new(Graph.CastToInt64(keys.Value), Counts(keys)));

    /// <summary>How many values each row has, [N] int32.</summary>
    private GraphValue Counts(StockValue stock)
    {
        if (stock.Lengths.Value is { } lengths)
        {
            return lengths;
        }

        var width = StockTypes.Width(stock.Column.Type);
        return width > 0
            ? AllRows(stock.Value, width)
            : throw NotExpressible(stock.Column.Name, "tokens, or made of tokens, so that the lengths of its rows are known");
    }

    private GraphSequence Frames(StockValue stock, int frameSize)
    {
        var width = StockTypes.Width(stock.Column.Type);
        if (width > 0 && width % frameSize == 0)
        {
            return Frames(stock.Value, width, frameSize);
        }

        var lengths = Graph.Divide(Graph.CastToInt64(Counts(stock)), Graph.Constant("size", [(long)frameSize], 1));
        return TextGraph.AtLeastOneStep(Graph, Graph.Reshape(stock.Value, 0, -1, frameSize), lengths);
    }

    /// <summary>Vectors [N, width] as frames.</summary>
    private GraphSequence Frames(GraphValue vectors, int width, int frameSize) =>
        new(Graph.Reshape(vectors, 0, -1, frameSize), AllRows(vectors, width / frameSize));

    /// <summary>A number for each row, [N] int32.</summary>
    private GraphValue AllRows(GraphValue rows, int number)
    {
        var count = Graph.Gather(Graph.Operator("Shape", [rows], 1, string.Empty)[0], Graph.Constant("row", [0L], 1));
        return Graph.Operator("Expand", [Graph.Constant("number", [number], 1), count], 1, string.Empty)[0];
    }
}
