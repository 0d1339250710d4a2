using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Graphs;
using MLSeq.Interop;

namespace MLSeq.Onnx;

/// <summary>Makes the ONNX graph of a model, in memory.</summary>
internal static class OnnxExporter
{
    /// <summary>What is predicted, for instance <c>MulticlassClassification</c>.</summary>
    public const string KindKey = "mlseq.kind";

    /// <summary>The classes in the order of the scores, as a JSON array.</summary>
    public const string LabelsKey = "mlseq.labels";

    /// <summary>The output that says how many steps of the others each row has, where those are not the steps of the input.</summary>
    private const string StepsOutput = "Steps";

    public static OnnxGraph Export(ITransformer model, DataViewSchema inputSchema, SequenceOnnxExportOptions options)
    {
        var export = new OnnxExport(inputSchema, options);
        OnnxChain.Walk(export, model, inputSchema);
        var names = options.OutputColumns?.ToList() ?? [.. export.Outputs];
        if (names.Count == 0)
        {
            throw new NotSupportedException("SaveAsOnnx found no output: expected a model that adds a column, or option OutputColumns to name one.");
        }

        var graph = export.Graph;
        graph.Description = options.Description;
        graph.Weights = options.Weights;
        foreach (var name in names)
        {
            if (!export.Columns.Contains(name))
            {
                throw new ArgumentException(
                    $"The model gives no column '{name}', which option {nameof(options.OutputColumns)} names. Its columns are: {string.Join(", ", export.Columns)}.",
                    nameof(options));
            }

            switch (export.Later(name)())
            {
                case PredictionValue prediction:
                    AddOutput(graph, name, prediction);
                    break;
                case VectorValue vector:
                    graph.Output(name, vector.Vector, OnnxElementType.Float, "N", vector.Width.ToString(CultureInfo.InvariantCulture));
                    break;
                case StepScoresValue scores:
                    graph.Output(name, scores.Scores, OnnxElementType.Float, "N", "T", scores.Classes.Count.ToString(CultureInfo.InvariantCulture));
                    Describe(graph, scores.Kind, scores.Classes);
                    break;
                case StepNumbersValue numbers:
                    graph.Output(name, numbers.Numbers, OnnxElementType.Float, "N", "T");
                    break;
                case TagsValue tags:
                    graph.Output(name, tags.Texts, OnnxElementType.String, "N", "T");
                    Describe(graph, SequenceTaggingTransformer.PredictionKind, tags.Tags);
                    break;
                case TextValue texts:
                    graph.Output(name, texts.Texts, OnnxElementType.String, "N");
                    Describe(graph, texts.Kind, classes: null);
                    break;
                case NumberValue numbers:
                    graph.Output(name, numbers.Numbers, OnnxElementType.Float, "N");
                    break;
                case TokensValue tokens:
                    graph.Output(name, tokens.Tokens.Values, OnnxElementType.String, "N", "T");
                    break;
                case IdsValue ids:
                    graph.Output(name, OnnxExport.Padded(graph, ids.Ids.Values, ids.Counts), OnnxElementType.Int64, "N", "T");
                    break;
                case StockValue stock:
                    AddOutput(graph, name, stock);
                    break;
                case InputColumnValue:
                    throw new ArgumentException(
                        $"Column '{name}', which option {nameof(options.OutputColumns)} names, is one of the input data; expected one that the model adds.",
                        nameof(options));
                case FramesValue:
                    throw new NotSupportedException(
                        $"SaveAsOnnx cannot give column '{name}', whose rows are of different lengths: a vector for each token. "
                        + "Choose a pooled output, or put a SequenceClassifier or SequenceRegressor behind it.");
                default:
                    throw new NotSupportedException($"SaveAsOnnx cannot express column '{name}'; expected a predictor's column, word vectors or a copy of them.");
            }
        }

        if (export.StepCounts is { } counts)
        {
            // Steps of features are not the steps that went in.
            graph.Metadata[OnnxMetadata.OutputLengths] = StepsOutput;
            graph.Output(StepsOutput, counts, OnnxElementType.Int64, "N");
        }

        return graph;
    }

    private static void AddOutput(OnnxGraph graph, string name, StockValue column)
    {
        var (type, width) = (column.Column.Type, StockTypes.Width(column.Column.Type));
        string[] shape = type is VectorDataViewType ? ["N", width > 0 ? width.ToString(CultureInfo.InvariantCulture) : "T"] : ["N"];
        GraphValue Shaped(GraphValue value) => type is VectorDataViewType ? value : graph.Reshape(value, -1);
        var kind = column.Column.TextAnnotation(AnnotationKinds.ScoreColumnKind);
        if (kind is not null && column.Column.KeyTexts() is { } labels)
        {
            var texts = graph.Constant("labels", [string.Empty, .. labels], labels.Count + 1);
            graph.Output(name, graph.Gather(texts, Shaped(graph.CastToInt64(column.Value))), OnnxElementType.String, shape);
            Describe(graph, kind, labels);
            return;
        }

        var element = StockTypes.ElementType(type);
        if (element is OnnxElementType.Double or OnnxElementType.Undefined)
        {
            throw new NotSupportedException(
                $"SaveAsOnnx cannot give column '{name}', which is {type}; expected Single, Boolean, String, integers or keys. Put ConvertType behind it.");
        }

        var isWhole = element is not (OnnxElementType.Float or OnnxElementType.Bool or OnnxElementType.String);
        var value = isWhole ? graph.CastToInt64(column.Value) : column.Value;
        if (isWhole && width == 0 && column.Lengths.Value is { } lengths)
        {
            value = OnnxExport.Padded(graph, value, lengths);
        }

        graph.Output(name, Shaped(value), isWhole ? OnnxElementType.Int64 : element, shape);
        if (kind is not null)
        {
            Describe(graph, kind, classes: null);
        }
    }

    private static void Describe(OnnxGraph graph, string kind, IReadOnlyList<string>? classes)
    {
        graph.Metadata[KindKey] = kind;
        if (classes is not null)
        {
            graph.Metadata[LabelsKey] = JsonSerializer.Serialize(classes);
        }
    }

    private static void AddOutput(OnnxGraph graph, string name, PredictionValue column)
    {
        var value = column.Prediction.Value;
        var classes = column.Predictor.ClassNames;
        switch (column.Prediction.Form)
        {
            case PredictionForm.Scores:
                graph.Output(name, value, OnnxElementType.Float, "N", Size(column));
                break;
            case PredictionForm.StepScores:
                graph.Output(name, value, OnnxElementType.Float, "N", "T", Size(column));
                break;
            case PredictionForm.Number:
                graph.Output(name, graph.Reshape(value, -1), OnnxElementType.Float, "N");
                break;
            case PredictionForm.Flag:
                graph.Output(name, graph.Reshape(value, -1), OnnxElementType.Bool, "N");
                break;
            default:
                var labels = graph.Constant("labels", [.. classes!], classes!.Count);
                graph.Output(name, graph.Gather(labels, graph.Reshape(value, -1)), OnnxElementType.String, "N");
                break;
        }

        Describe(graph, column.Predictor.PredictionKind, classes);
    }

    private static string Size(PredictionValue column) =>
        column.Predictor.Model.Network.Options.OutputSize.ToString(CultureInfo.InvariantCulture);
}
